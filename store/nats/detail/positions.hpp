// What is known of where actors' events stand in the stream: saves a round trip an append.
//
// The server checks an append against the *sequence* of the subject's last message, which is no
// version: both are kept together. What is known may be stale without harm: a sequence that is too
// low is refused by the server, and then asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <contend/policies/outcome.hpp>
#include <contend/store/detail/sharded_by_actor.hpp>

namespace contend::nats {

/// Version `at` is the highest up to the message at `sequence` of the actor's subject. Both 0:
/// before the first one.
struct position {
  version at = 0;
  std::uint64_t sequence = 0;

  friend bool operator==(const position&, const position&) = default;
};

/// Thread-safe. Remembers the last few positions seen of an actor, since writers in one process
/// stand on different ones, and the one that its last snapshot was taken at.
class positions {
 public:
  /// Of about `actors` actors at most; beyond it others are forgotten.
  explicit positions(std::size_t actors) : room_{actors / shard_count + 1} {}

  void seen(std::string_view actor, position p);
  void snapshot_at(std::string_view actor, position p);
  void forget(std::string_view actor);

  [[nodiscard]] std::optional<position> highest(std::string_view actor) const;
  /// That of exactly `v`.
  [[nodiscard]] std::optional<position> at(std::string_view actor, version v) const;
  /// The highest known before version `v`; the very beginning if none is.
  [[nodiscard]] position before(std::string_view actor, version v) const;

 private:
  static constexpr std::size_t shard_count = 16;
  /// The last ones seen, in no order; {} where there is none.
  struct known {
    std::array<position, 8> recent{};
    position snapshot{};
    std::uint8_t oldest = 0;

    [[nodiscard]] const position& highest() const noexcept;
  };
  struct alignas(64) shard {
    mutable std::mutex lock{};
    detail::map_by_text<known> actors{};
  };

  [[nodiscard]] std::optional<known> find(std::string_view actor) const;
  known& entry(shard& home, std::string_view actor);

  std::size_t room_;
  detail::sharded_by_actor<shard, shard_count> shards_{};
};

}  // namespace contend::nats
