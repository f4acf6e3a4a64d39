// Serialize: one operation in flight per actor in this process, first come, first served. N writers
// of a process become one contender.
//
//   turns one_at_a_time;
//   execute(store, "account-1", polite, decide, {.turns = &one_at_a_time});
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <contend/store/clock_source.hpp>
#include <contend/store/coordination/lines.hpp>

namespace contend {

/// Thread-safe.
class turns {
 public:
  explicit turns(lines_options options = {}) : lines_{options} {}
  turns(const turns&) = delete;
  turns& operator=(const turns&) = delete;

  /// The right to go; whoever waits next gets it when this is destroyed.
  class turn {
   public:
    turn(turns& from, std::string_view actor) : from_{&from}, actor_{actor} {}
    turn(turn&& other) noexcept : from_{other.from_}, actor_{std::move(other.actor_)} {
      other.from_ = nullptr;
    }
    turn& operator=(turn&& other) noexcept {
      std::swap(from_, other.from_);
      std::swap(actor_, other.actor_);
      return *this;
    }
    ~turn() {
      if (from_ != nullptr) from_->pass_on(actor_);
    }

   private:
    turns* from_;
    std::string actor_;
  };

  enum class refusal : std::uint8_t { full, late, stopped };
  struct answer {
    std::optional<turn> granted{};
    refusal why = refusal::full;  ///< Where it is not granted.
  };

  /// Waits for the actor's turn on the calling thread; until `until` at most, or a stop.
  answer wait(std::string_view actor, time_point until, clock_source& clock,
              const std::stop_token& stop = {});

  enum class entered : std::uint8_t { first, queued, full };

  /// A place in an actor's line, for those that hold no thread while they wait. Leaves the line, or
  /// passes the turn on, when destroyed. Threading: one thread at a time.
  class place {
   public:
    /// `come` is called once where the turn has to be waited for and has come, on the thread that
    /// passes it on; must be brief and not call the turns.
    place(turns& line, std::string_view actor, std::function<void()> come)
        : line_{line}, actor_{actor}, told_{come_.get_token(), std::move(come)} {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place();

    /// First: it is its turn now. To be called once.
    entered enter();
    /// Leaves. False: it was waiting no more, its turn has come.
    bool leave();

   private:
    turns& line_;
    std::string actor_;
    bool in_line_ = false;
    std::stop_source come_{};
    std::stop_callback<std::function<void()>> told_;
  };

  /// Actors with an operation in flight.
  [[nodiscard]] std::size_t open() const;

 private:
  /// One who waits: its clock is told of its turn by a stop.
  using waiter = std::stop_source*;

  void pass_on(const std::string& actor);

  mutable std::mutex lock_{};
  lines<std::string, waiter> lines_;
};

}  // namespace contend
