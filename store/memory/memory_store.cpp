#include <algorithm>
#include <bit>
#include <functional>
#include <mutex>
#include <string>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/json_reader.hpp>
#include <contend/store/detail/malformed.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/memory/brief_mutex.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/memory/stream.hpp>

namespace contend {

/// An actor's id and its hash, computed once for shard and map.
struct memory_store::actor_key {
  std::string_view id;
  std::size_t hash;

  explicit actor_key(std::string_view actor) noexcept
      : id{actor}, hash{std::hash<std::string_view>{}(actor)} {}
};

/// Streams by actor, under one lock. Aligned, so that no two shards share a cache line.
struct alignas(128) memory_store::shard {
  struct hasher {
    using is_transparent = void;
    using is_avalanching = void;  // libstdc++ hashes strings with MurmurHash2
    std::size_t operator()(const std::string& id) const noexcept { return actor_key{id}.hash; }
    std::size_t operator()(const actor_key& key) const noexcept { return key.hash; }
  };
  struct same_id {
    using is_transparent = void;
    bool operator()(const std::string& a, const std::string& b) const noexcept { return a == b; }
    bool operator()(const std::string& a, const actor_key& b) const noexcept { return a == b.id; }
    bool operator()(const actor_key& a, const std::string& b) const noexcept { return a.id == b; }
  };

  memory::brief_mutex lock{};
  /// A stream has a place of its own: side by side in the table, two that different threads write
  /// to would share a cache line.
  boost::unordered_flat_map<std::string, std::unique_ptr<memory::stream>, hasher, same_id>
      streams{};

  /// Null if the actor has none.
  [[nodiscard]] memory::stream* find(const actor_key& key) const {
    const auto found = streams.find(key);
    return found == streams.end() ? nullptr : found->second.get();
  }
  memory::stream& make(const actor_key& key) {
    auto fresh = std::make_unique<memory::stream>();
    return *streams.emplace(std::string{key.id}, std::move(fresh)).first->second;
  }
  memory::stream& find_or_make(const actor_key& key) {
    memory::stream* const found = find(key);
    return found != nullptr ? *found : make(key);
  }
};

namespace {

constexpr std::size_t most_shards = 65536;

}  // namespace

memory_store::memory_store(memory_store_options options)
    : mask_{std::bit_ceil(std::clamp<std::size_t>(options.shards, 1, most_shards)) - 1},
      shards_{std::make_unique<shard[]>(mask_ + 1)} {}

memory_store::~memory_store() = default;

/// The map takes the highest and the lowest bits of the hash, so that the shard takes some between.
memory_store::shard& memory_store::home_of(const actor_key& key) const noexcept {
  return shards_[(key.hash >> 16) & mask_];
}

result<version> memory_store::append(std::string_view actor, expected_version expected,
                                     std::span<const event_ptr> events) {
  if (auto error = detail::check_append(actor, events)) return *std::move(error);
  const actor_key key{actor};
  shard& home = home_of(key);
  memory::reply met;
  {
    const std::lock_guard hold{home.lock};
    memory::stream* found = home.find(key);
    if (found == nullptr && expected.holds_at(0)) found = &home.make(key);
    if (found != nullptr) met = found->append(expected, events);
  }
  if (met.what == memory::reply::kind::stored) return events.back()->version;
  if (met.what == memory::reply::kind::duplicate) return detail::duplicate_id(*met.clash);
  return version_conflict(actor, events.front()->version, met.current);
}

result<std::vector<event_ptr>> memory_store::get_events(std::string_view actor, event_range range) {
  return detail::events_of(actor, read(actor, range));
}

result<replay> memory_store::get_events_with_errors(std::string_view actor, event_range range) {
  return read(actor, range);
}

replay memory_store::read(std::string_view actor, const event_range& range) {
  const actor_key key{actor};
  shard& home = home_of(key);
  const std::lock_guard hold{home.lock};
  const memory::stream* const found = home.find(key);
  return found == nullptr ? replay{} : found->read(range);
}

result<version> memory_store::get_latest_version(std::string_view actor) {
  const actor_key key{actor};
  shard& home = home_of(key);
  const std::lock_guard hold{home.lock};
  const memory::stream* const found = home.find(key);
  return found == nullptr ? 0 : found->current();
}

result<void> memory_store::save_snapshot(snapshot s) {
  if (auto error = detail::check_snapshot(s)) return *std::move(error);
  const auto kept = std::make_shared<const snapshot>(std::move(s));
  keep(kept->actor_id, {.version = kept->version, .good = kept});
  return {};
}

void memory_store::keep(std::string_view actor, memory::kept_snapshot taken) {
  const actor_key key{actor};
  shard& home = home_of(key);
  const std::lock_guard hold{home.lock};
  home.find_or_make(key).keep(std::move(taken));
}

result<found_snapshot> memory_store::get_latest_snapshot(std::string_view actor, version at_most) {
  const actor_key key{actor};
  shard& home = home_of(key);
  const std::lock_guard hold{home.lock};
  const memory::stream* const found = home.find(key);
  return found == nullptr ? found_snapshot{} : found->latest_snapshot(at_most);
}

result<version> memory_store::plant_event(std::string_view actor, version at,
                                          std::string_view bytes) {
  auto read = event_from_json(bytes);
  std::string cause;
  if (!read)
    cause = read.error().detail;
  else if (read->actor_id != actor || read->version != at)
    cause = fmt::format("it is of actor \"{}\" and version {}", read->actor_id, read->version);
  else
    return save_event(make_event(*std::move(read)));
  const actor_key key{actor};
  shard& home = home_of(key);
  const std::lock_guard hold{home.lock};
  memory::stream& stream = home.find_or_make(key);
  if (at <= stream.current()) return version_conflict(actor, at, stream.current());
  stream.append_malformed(at, std::string{bytes}, std::move(cause));
  return at;
}

void memory_store::plant_snapshot(std::string_view actor, version at, std::string_view bytes) {
  auto state = detail::read_json(bytes, max_json_depth);
  if (!state)
    return keep(actor, {.version = at, .bad = {at, std::string{bytes}, state.error().text}});
  snapshot good{.actor_id = std::string{actor}, .version = at, .state = *std::move(state)};
  keep(actor, {.version = at, .good = std::make_shared<const snapshot>(std::move(good))});
}

}  // namespace contend
