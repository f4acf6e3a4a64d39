#include <mutex>
#include <string>

#include <contend/store/commits/version_cache.hpp>

namespace contend {

bool version_cache::update(std::string_view actor, version current) {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  const auto found = home.versions.find(actor);
  if (found == home.versions.end()) {
    home.versions.emplace(std::string{actor}, current);
    return true;
  }
  if (found->second >= current) return false;
  found->second = current;
  return true;
}

std::optional<version> version_cache::read(std::string_view actor) const {
  const shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  const auto found = home.versions.find(actor);
  if (found == home.versions.end()) return {};
  return found->second;
}

void version_cache::invalidate(std::string_view actor) {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  if (const auto found = home.versions.find(actor); found != home.versions.end())
    home.versions.erase(found);
}

void version_cache::invalidate() {
  for (shard& home : shards_) {
    const std::lock_guard hold{home.lock};
    home.versions.clear();
  }
}

std::size_t version_cache::size() const {
  std::size_t count = 0;
  for (const shard& home : shards_) {
    const std::lock_guard hold{home.lock};
    count += home.versions.size();
  }
  return count;
}

}  // namespace contend
