// A driver that plays random histories: the answers and their times follow from a key and the step
// alone, so that two operations that take the same actions live through the same history.
#pragma once

#include <limits>
#include <vector>

#include <contend/policies/operation.hpp>

namespace contend::test {

struct history {
  std::vector<action> actions;
  operation_result result;

  friend bool operator==(const history&, const history&) = default;
};

/// The player: `garble` makes it hand in nonsense for every time that the operation says it does
/// not need.
class player {
 public:
  explicit player(random_key key, bool garble = false) : key_{key}, garble_{garble} {}

  template <class Operation>
  history play(Operation op) {
    history seen;
    action next = hand_in(op, started({}));
    while (next.what != action::kind::done && seen.actions.size() < 300) {
      seen.actions.push_back(next);
      next = hand_in(op, answer_to(next));
    }
    if (next.what != action::kind::done) hand_in(op, cancelled());
    seen.result = op.result();
    return seen;
  }

  [[nodiscard]] time_point now() const noexcept { return now_; }

 private:
  template <class Operation>
  action hand_in(Operation& op, answer a) {
    a.now = garble_ && !op.needs_time(a) ? nonsense() : now_;
    return op.resume(a);
  }

  time_point nonsense() {
    random_source random{key_.with(1).with(step_)};
    switch (random.uniform(0, 3)) {
      case 0:
        return time_point::min();
      case 1:
        return end_of_time;
      default:
        return time_point{duration{static_cast<std::int64_t>(random())}};
    }
  }

  answer answer_to(const action& asked) {
    random_source random{key_.with(0).with(++step_)};
    now_ += duration{random.uniform(1, 2'000'000)};
    if (random.uniform(0, 99) == 0) return cancelled();
    switch (asked.what) {
      case action::kind::read:
        version_ += random.uniform(0, 3);
        return random.uniform(0, 4) == 0 ? read_failed(trouble(random), asked_wait(random))
                                         : read_at(version_);
      case action::kind::decide:
        return random.uniform(0, 49) == 0 ? declined() : decided();
      case action::kind::append:
      case action::kind::resolve:
        return append_answer(random);
      case action::kind::wait:
        return wait_for(asked.until);
      case action::kind::wait_for_commit:
        if (random.uniform(0, 1) == 0) return wait_for(asked.until);
        return commit_seen(asked.at + 1);
      default:
        return time_is({});
    }
  }

  answer append_answer(random_source& random) {
    const std::int64_t what = random.uniform(0, 9);
    if (what < 6) return append_failed(outcome::conflict, version_ += random.uniform(1, 3));
    if (what < 7) return stored_at(++version_);
    return append_failed(trouble(random), 0, asked_wait(random));
  }

  answer wait_for(time_point until) {
    if (until == end_of_time) return cancelled();
    if (until > now_) now_ = until;
    return time_is({});
  }

  static outcome trouble(random_source& random) {
    const std::int64_t what = random.uniform(0, 30);
    if (what == 0) return outcome::permanent;
    return what < 10 ? outcome::throttled : what < 20 ? outcome::transient : outcome::ambiguous;
  }

  static duration asked_wait(random_source& random) {
    return duration{random.uniform(0, 3) == 0 ? random.uniform(0, 50'000'000) : 0};
  }

  random_key key_;
  bool garble_;
  std::uint64_t step_ = 0;
  time_point now_{};
  version version_ = 0;
};

}  // namespace contend::test
