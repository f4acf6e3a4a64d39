// Reads an actor's events, and checks on the way that none is missing.
#pragma once

#include <string>
#include <string_view>

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
  result<reading> read_after(position from, std::string_view actor, const event_range& range,
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
