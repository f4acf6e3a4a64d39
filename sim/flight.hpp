// Operations in flight: one flight an operation, in a pool that never moves them.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include <contend/policies/operation.hpp>

namespace contend::sim {

/// Where an operation stands that cannot go on by itself.
enum class place : std::uint8_t {
  running,       ///< It can.
  in_line,       ///< Others of its node are in front of it.
  taken_along,   ///< Another carries it in its own append.
  before_queue,  ///< Its caller waits for room in the background queue.
};

/// One operation in flight, with what is measured of it. Kept small: there may be a million.
struct flight {
  flight(const any_policy& policy, random_key key) noexcept : op{policy, key} {}

  operation<any_policy> op;
  time_point arrived{};      ///< Its intended start.
  time_point read_served{};  ///< When the store looked up the version it decides on.
  duration waited{};         ///< By choice of the policy.
  std::uint32_t writer = 0;
  std::uint32_t actor = 0;
  std::uint32_t number = 0;    ///< Which operation of its writer, from 0.
  std::uint32_t requests = 0;  ///< Sent so far.
  std::uint32_t conflicts_in_a_row = 0;
  std::uint32_t most_in_a_row = 0;
  std::uint32_t wait = 0;  ///< Which wait it is in: an older wake-up is ignored.
  /// Its requests on their way to or in the store, if they may outlive it: where writers do not
  /// wait for ever. At its highest value it is not counted any more.
  std::uint32_t unserved : 10 = 0;
  /// Measured requests of the attempt under way, which are for nothing if it fails. Likewise.
  std::uint32_t in_this_attempt : 13 = 0;
  bool waiting : 1 = false;
  bool awaiting : 1 = false;    ///< The answer to its last request.
  bool retrying : 1 = false;    ///< It has failed at least once.
  bool measured : 1 = false;    ///< It arrived within the measured time.
  bool over : 1 = false;        ///< It ended, and some of its requests did not.
  bool in_front : 1 = false;    ///< It holds its line for the actor.
  bool background : 1 = false;  ///< Its caller has gone on, a background queue does it.
  place at : 2 = place::running;

  static constexpr std::uint32_t most_unserved = (1 << 10) - 1;
  static constexpr std::uint32_t most_in_an_attempt = (1 << 13) - 1;
};

static_assert(sizeof(flight) <= 208, "a million of them may be in flight");

/// Flights by index. Chunked, so that a flight never moves and a million of them leave no slack.
/// Single-threaded; keeps its memory until destroyed.
class flight_pool {
 public:
  flight_pool() = default;
  flight_pool(const flight_pool&) = delete;
  flight_pool& operator=(const flight_pool&) = delete;
  ~flight_pool() { clear(); }

  /// The index of a new flight.
  std::uint32_t take(const any_policy& policy, random_key key) {
    std::uint32_t index = first_free_;
    if (index != none)
      first_free_ = at(index).next_free;
    else
      index = grow();
    slot& s = at(index);
    ::new (static_cast<void*>(&s.held)) flight{policy, key};
    s.used = true;
    ++s.generation;
    ++in_use_;
    return index;
  }

  void give_back(std::uint32_t index) noexcept {
    slot& s = at(index);
    assert(s.used);
    s.used = false;
    s.next_free = first_free_;
    first_free_ = index;
    --in_use_;
  }

  [[nodiscard]] flight& operator[](std::uint32_t index) noexcept { return at(index).held; }
  /// Counts the flights that had this index: tells a late message's flight from its successor.
  [[nodiscard]] std::uint32_t generation(std::uint32_t index) noexcept {
    return at(index).generation;
  }
  [[nodiscard]] std::uint32_t in_use() const noexcept { return in_use_; }

  template <class Visit>
  void for_each(Visit visit) {
    for (std::uint32_t i = 0; i < size_; ++i)
      if (at(i).used) visit(at(i).held);
  }

  /// Forgets every flight, keeps the memory.
  void clear() noexcept {
    first_free_ = none;
    size_ = in_use_ = 0;
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::uint32_t chunk_size = 1024;

  struct slot {
    slot() noexcept {}
    union {
      flight held;
      std::uint32_t next_free;
    };
    std::uint32_t generation = 0;
    bool used = false;
  };
  static_assert(std::is_trivially_destructible_v<flight>);

  slot& at(std::uint32_t index) noexcept { return chunks_[index / chunk_size][index % chunk_size]; }

  std::uint32_t grow() {
    if (size_ == chunks_.size() * chunk_size)
      chunks_.push_back(std::make_unique<slot[]>(chunk_size));
    return size_++;
  }

  std::vector<std::unique_ptr<slot[]>> chunks_{};
  std::uint32_t first_free_ = none;
  std::uint32_t size_ = 0;
  std::uint32_t in_use_ = 0;
};

}  // namespace contend::sim
