// A store that answers from a script: what a driver or a policy does with each answer, in any order
// and at any speed, is tested without a store that can be made to fail like that.
//
//   manual_clock clock;
//   scripted_store store{{{.current = 4, .took = 5ms},
//                         {.error = store_errc::version_conflict, .current = 5, .took = 5ms},
//                         …},
//                        &clock};
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <contend/store/event_store.hpp>
#include <contend/store/testing/manual_clock.hpp>

namespace contend::testing {

struct scripted_answer {
  /// Nothing: success.
  std::optional<store_errc> error{};
  /// The version that a read or a conflict tells. For an append that succeeds, 0 means the version
  /// of its last event.
  version current = 0;
  /// For throttled.
  duration retry_after{};
  /// How long the call takes.
  duration took{};
};

/// A call that the store received.
struct scripted_call {
  enum class kind : std::uint8_t {
    append,
    get_events,
    get_latest_version,
    save_snapshot,
    get_latest_snapshot,
  };

  kind what = kind::append;
  std::string actor{};
  expected_version expected = expected_version::any();  ///< For append.
  std::vector<event_ptr> events{};                      ///< For append.
  event_range range{};                                  ///< For get_events, both kinds.
  time_point at{};                                      ///< When it came; 0 without a clock.
  duration took{};                                      ///< How long it took.

  friend bool operator==(const scripted_call&, const scripted_call&) = default;
};

/// Each call takes the next answer of the script, in order; past its end every call fails as
/// closed. Reads of events are answered with made-up ones, without gaps, up to the version of the
/// answer, and reads of a snapshot with a made-up one of that version, none for 0. Stores nothing.
/// Threading: one thread at a time.
class scripted_store final : public event_store {
 public:
  /// Each call advances `clock`, where one is given, by what the call takes. Not owned. A driver
  /// that has a time line of its own gives none and asks last_took().
  explicit scripted_store(std::vector<scripted_answer> script, manual_clock* clock = nullptr);

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override;
  [[nodiscard]] result<replay> get_events_with_errors(std::string_view actor,
                                                      event_range range = {}) override;
  [[nodiscard]] result<version> get_latest_version(std::string_view actor) override;
  result<void> save_snapshot(snapshot s) override;
  [[nodiscard]] result<found_snapshot> get_latest_snapshot(std::string_view actor,
                                                           version at_most = max_version) override;

  [[nodiscard]] const std::vector<scripted_call>& calls() const noexcept { return calls_; }
  /// How long the latest call took; 0 before the first.
  [[nodiscard]] duration last_took() const noexcept;
  /// Whether every answer has been given.
  [[nodiscard]] bool at_end() const noexcept { return calls_.size() >= script_.size(); }

 private:
  result<version> answer(scripted_call call);

  std::vector<scripted_answer> script_;
  std::vector<scripted_call> calls_{};
  manual_clock* clock_;
};

}  // namespace contend::testing
