#include <algorithm>

#include <contend/store/nats/detail/positions.hpp>

namespace contend::nats {

const position& positions::known::highest() const noexcept {
  return *std::max_element(recent.begin(), recent.end(), [](const position& a, const position& b) {
    return a.sequence < b.sequence;
  });
}

positions::known& positions::entry(shard& home, std::string_view actor) {
  if (const auto found = home.actors.find(actor); found != home.actors.end()) return found->second;
  // Any will do: whoever is forgotten costs one round trip.
  if (home.actors.size() >= room_) home.actors.erase(home.actors.begin());
  return home.actors.emplace(std::string{actor}, known{}).first->second;
}

void positions::seen(std::string_view actor, position p) {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  known& k = entry(home, actor);
  if (std::find(k.recent.begin(), k.recent.end(), p) != k.recent.end()) return;
  k.recent[k.oldest] = p;
  k.oldest = static_cast<std::uint8_t>((k.oldest + 1U) % k.recent.size());
}

void positions::snapshot_at(std::string_view actor, position p) {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  entry(home, actor).snapshot = p;
}

void positions::forget(std::string_view actor) {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  if (const auto found = home.actors.find(actor); found != home.actors.end())
    home.actors.erase(found);
}

std::optional<positions::known> positions::find(std::string_view actor) const {
  const shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  const auto found = home.actors.find(actor);
  if (found == home.actors.end()) return {};
  return found->second;
}

std::optional<position> positions::highest(std::string_view actor) const {
  const auto k = find(actor);
  if (!k || k->highest().sequence == 0) return {};
  return k->highest();
}

std::optional<position> positions::at(std::string_view actor, version v) const {
  if (v == 0) return position{};
  const auto k = find(actor);
  if (!k) return {};
  // The last one of a version: a stranger's message moves the sequence and not the version.
  position found{};
  for (const position& p : k->recent)
    if (p.at == v && p.sequence > found.sequence) found = p;
  if (found.sequence == 0 && k->snapshot.at == v) found = k->snapshot;
  if (found.sequence == 0) return {};
  return found;
}

position positions::before(std::string_view actor, version v) const {
  const auto k = find(actor);
  if (!k) return {};
  position found = k->snapshot.at < v ? k->snapshot : position{};
  for (const position& p : k->recent)
    if (p.at < v && p.at != 0 && p.sequence > found.sequence) found = p;
  return found;
}

}  // namespace contend::nats
