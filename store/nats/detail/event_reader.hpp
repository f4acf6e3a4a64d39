// Reads an actor's events, and checks on the way that none is missing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/event_store.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/message.hpp>
#include <contend/store/nats/detail/positions.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

/// Thread-safe.
class event_reader {
 public:
  event_reader(log& from, const subjects& names, positions& known)
      : log_{from}, names_{names}, known_{known} {}

  [[nodiscard]] result<replay> read(std::string_view actor, const event_range& range);

  /// Where the actor's stream ends, as the server sees it now; the beginning for an unknown one.
  [[nodiscard]] result<position> latest(std::string_view actor);

 private:
  struct reading {
    findings found{};
    bool trusted = true;  ///< False: what was known of the actor is of another stream.
  };
  /// Reading begins after `from`, with `first` where that is read already.
  struct start {
    position from{};
    located_message first{};
  };
  [[nodiscard]] start start_of(std::string_view actor, version at);
  /// What lies between `at` and `last`, newest first; nothing where that is too much to be asked
  /// for one by one, or not to be had so.
  [[nodiscard]] std::optional<std::vector<located_message>> few_between(
      const std::string& subject, start at, const located_message& last);
  result<reading> read_after(start at, std::string_view actor, const event_range& range,
                             const located_message& last);
  result<position> latest(std::string_view actor, const located_message& last);

  log& log_;
  const subjects& names_;
  positions& known_;
};

/// Follows an actor's messages in order: tells a gap, and the highest version so far.
class chain {
 public:
  /// `from` is where the reading starts after.
  explicit chain(position from) noexcept : at_{from} {}

  enum class fault : std::uint8_t { none, strange, gap, not_rising };

  /// What is wrong with `m` coming next.
  [[nodiscard]] fault next(const stored_message& m);
  /// The same, for a person; of the call before.
  [[nodiscard]] std::string cause(const stored_message& m, fault f) const;
  [[nodiscard]] const position& at() const noexcept { return at_; }

 private:
  position at_;
  position before_{};
};

}  // namespace contend::nats
