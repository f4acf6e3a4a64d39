// A store that fails as told, by seed: what becomes of a program whose store is unwell is tested on
// any store, without one that can be made to fail like that.
//
//   faulty_store store{behind, {.seed = 1, .lost_acks = 0.2}};
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include <contend/policies/random.hpp>
#include <contend/store/clock_source.hpp>
#include <contend/store/forwarding_store.hpp>

namespace contend::testing {

/// Shares are of all calls of append() and get_events(), from 0 to 1; of one call at most one of
/// the first four comes true.
struct fault_options {
  std::uint64_t seed = 1;
  double unavailable = 0;  ///< The call never reaches the store: unavailable.
  double throttled = 0;    ///< As above, with `retry_after`: throttled.
  double lost_acks =
      0;  ///< The store does what an append says, and the answer is lost: unanswered.
  double lost_appends = 0;  ///< An append never reaches the store, and nobody knows: unanswered.
  double delays = 0;        ///< The call waits for up to `delay` before it goes on.
  duration retry_after{};
  duration delay{};
  clock_source* clock = nullptr;  ///< For delays; none without it. Not owned.
};

/// How often each fault has come true.
struct fault_counts {
  std::uint64_t unavailable = 0;
  std::uint64_t throttled = 0;
  std::uint64_t lost_acks = 0;
  std::uint64_t lost_appends = 0;
  std::uint64_t delays = 0;

  friend bool operator==(const fault_counts&, const fault_counts&) = default;
};

/// The n-th call meets the same fate for the same seed, whatever happened before; under threads,
/// which call is the n-th is up to them. Threading and errors: those of the store behind, and the
/// errors above. Versions, snapshots and get_events_with_errors() are passed on untouched.
class faulty_store final : public forwarding_store {
 public:
  faulty_store(event_store& behind, const fault_options& options)
      : forwarding_store{behind}, options_{options} {}

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override;

  [[nodiscard]] fault_counts counts() const noexcept;

 private:
  enum class fate : std::uint8_t { fine, unavailable, throttled, lost_ack, lost_append };

  fate draw(bool appends);

  fault_options options_;
  std::atomic<std::uint64_t> calls_{0};
  std::array<std::atomic<std::uint64_t>, 5> met_{};  ///< By fate.
  std::atomic<std::uint64_t> delays_{0};
};

}  // namespace contend::testing
