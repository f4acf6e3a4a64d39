// What holds for every operation whatever happens to it, on random histories: a typed and an erased
// policy act alike; a time that needs_time() waves through has no effect at all; guards are told
// the end of everything that they admitted, once.
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include "policies/play.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t histories = 400;

/// A wait that follows from every fact there is: if any fact changes, so does what happens.
template <bool Times>
struct follows_every_fact {
  static constexpr bool times_attempts = Times;

  decision next(const attempt_facts& f, random_source& random) const {
    random_key mixed{random()};
    for (const std::int64_t fact :
         {std::int64_t{f.failures}, std::int64_t{f.conflicts_in_a_row}, std::int64_t{f.attempted},
          f.current, f.commits_since_previous, f.round_trip.count(), f.elapsed.count(),
          f.retry_after.count(), std::int64_t{f.now.time_since_epoch().count()}})
      mixed = mixed.with(static_cast<std::uint64_t>(fact));
    random_source choice{mixed.with(static_cast<std::uint64_t>(f.last))};
    const duration delay{choice.uniform(0, 20'000'000)};
    const bool clocked = choice.uniform(0, 2) == 0;
    return clocked ? retry_on_commit(f.current, delay) : retry_after(delay);
  }
};

/// Admits at random, and counts what it admitted and what it was told of it.
class counting_guard final : public guard {
 public:
  counting_guard(random_key key, bool waits) : key_{key}, waits_{waits} {}

  admission admit_operation(time_point now) override { return answer("operation", now); }
  admission admit_attempt(time_point now) override { return answer("attempt", now); }
  admission admit_retry(const attempt_facts& facts) override {
    random_source random{key_.with(++asked_)};
    if (random.uniform(0, 19) == 0) return refused();
    ++open["retry"];
    charged_at_ = facts.now;
    return admitted();
  }
  void attempt_ended(outcome, duration took, time_point now) override {
    end("attempt", now - took == attempt_at_);
  }
  void operation_ended(bool, time_point) override { end("operation", true); }
  void operation_withdrawn(time_point) override { end("operation", true); }
  void attempt_withdrawn(duration took, time_point now) override {
    end("attempt", now - took == attempt_at_);
    // Taken back at once, since the other guard refused: what it came from is a retry again.
    if (took == duration::zero()) open["retry"] = came_from_retry_;
  }
  void retry_withdrawn(const attempt_facts& facts) override {
    end("retry", facts.now == charged_at_);
    ++retries_withdrawn;
  }

  /// Admitted and not yet ended, by what was admitted; a retry ends in an attempt.
  std::map<std::string, int> open;
  bool right = true;  ///< Nothing ended that was not open, and every end had the right times.
  int retries_withdrawn = 0;

 private:
  admission answer(const std::string& what, time_point now) {
    random_source random{key_.with(++asked_)};
    const std::int64_t chosen = random.uniform(0, 29);
    if (chosen == 0) return refused();
    if (chosen < 4 && waits_) return wait_until(now + duration{random.uniform(1, 1'000'000)});
    right = right && open[what] == 0;
    ++open[what];
    if (what == "attempt") {
      came_from_retry_ = std::exchange(open["retry"], 0);
      attempt_at_ = now;
    }
    return admitted();
  }

  void end(const std::string& what, bool times_are_right) {
    right = right && times_are_right && open[what] == 1;
    --open[what];
  }

  random_key key_;
  bool waits_;
  std::uint64_t asked_ = 0;
  time_point attempt_at_{};
  time_point charged_at_{};
  int came_from_retry_ = 0;
};

const limits tried_limits[] = {{},
                               {.attempts = 4},
                               {.deadline = 30ms},
                               {.attempts = 6, .deadline = 100ms},
                               {.retry = {outcome::conflict}, .resolve = false}};

template <class Policy>
void check_that_garbage_changes_nothing(const Policy& checked) {
  for (std::uint64_t i = 0; i < histories; ++i) {
    const operation op{checked, random_key{1}.with(i)};
    const history straight = player{random_key{2}.with(i)}.play(op);
    const history garbled = player{random_key{2}.with(i), true}.play(op);
    BOOST_TEST_REQUIRE((straight == garbled));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_properties)

BOOST_AUTO_TEST_CASE(typed_and_erased_policies_act_alike) {
  all_backoffs::for_each([]<class B>() {
    for (const limits& limit : tried_limits)
      for (std::uint64_t i = 0; i < histories / 4; ++i) {
        const policy<B> typed{.limits = limit};
        const any_policy erased{.backoff = B{}, .limits = limit};
        const random_key key = random_key{3}.with(i);
        const history one = player{random_key{4}.with(i)}.play(operation{typed, key});
        const history other = player{random_key{4}.with(i)}.play(operation{erased, key});
        BOOST_TEST_REQUIRE((one == other));
      }
  });
}

BOOST_AUTO_TEST_CASE(a_time_that_is_not_needed_changes_nothing) {
  for (const limits& limit : tried_limits) {
    check_that_garbage_changes_nothing(policy<follows_every_fact<false>>{.limits = limit});
    check_that_garbage_changes_nothing(policy<follows_every_fact<true>>{.limits = limit});
    check_that_garbage_changes_nothing(
        policy<follows_every_fact<false>, guard_list>{.limits = limit});
    check_that_garbage_changes_nothing(any_policy{.backoff = jitter{}, .limits = limit});
  }
}

BOOST_AUTO_TEST_CASE(a_policy_that_looks_at_no_times_is_given_none) {
  const policy<follows_every_fact<false>> plain{};
  operation op{plain, random_key{1}};
  BOOST_TEST(!op.needs_time(started({})));
  BOOST_TEST(!op.needs_time(read_at(4)));
  BOOST_TEST(!op.needs_time(decided()));
  BOOST_TEST(!op.needs_time(stored_at(5)));
  BOOST_TEST(op.needs_time(conflict_at(5)));
  BOOST_TEST(op.needs_time(read_failed(outcome::transient)));
  const any_policy erased{.backoff = jitter{}};
  BOOST_TEST((!operation{erased, random_key{1}}.needs_time(stored_at(5))));
}

BOOST_AUTO_TEST_CASE(a_deadline_a_guard_or_a_curious_observer_needs_times) {
  const policy<none> deadline{.limits = {.deadline = 1s}};
  BOOST_TEST((operation{deadline, random_key{1}}.needs_time(started({}))));
  BOOST_TEST((!operation{deadline, random_key{1}}.needs_time(stored_at(5))));
  const any_policy guarded{.guards = {std::make_shared<guard>()}};
  BOOST_TEST((operation{guarded, random_key{1}}.needs_time(stored_at(5))));
  const policy<none> plain{};
  recorder seen;
  BOOST_TEST((operation{plain, random_key{1}, seen}.needs_time(stored_at(5))));
}

BOOST_AUTO_TEST_CASE(guards_are_told_the_end_of_all_that_they_admitted_exactly_once) {
  int withdrawn = 0;
  for (const limits& limit : tried_limits)
    for (std::uint64_t i = 0; i < 4 * histories; ++i) {
      const auto first = std::make_shared<counting_guard>(random_key{5}.with(i), true);
      const auto second = std::make_shared<counting_guard>(random_key{6}.with(i), false);
      const any_policy guarded{.backoff = jitter{}, .limits = limit, .guards = {first, second}};
      player{random_key{7}.with(i)}.play(operation{guarded, random_key{8}.with(i)});
      for (const auto& g : {first, second}) {
        BOOST_TEST_REQUIRE(g->right);
        for (const auto& [what, open] : g->open) BOOST_TEST_REQUIRE(open == 0, what << ' ' << i);
        withdrawn += g->retries_withdrawn;
      }
    }
  BOOST_TEST(withdrawn > 100);  // the histories do reach that corner
}

BOOST_AUTO_TEST_CASE(histories_reach_every_ending) {
  std::map<ending, int> ends;
  std::map<reason, int> reasons;
  for (const limits& limit : tried_limits)
    for (std::uint64_t i = 0; i < histories; ++i) {
      const auto guard = std::make_shared<counting_guard>(random_key{5}.with(i), true);
      const any_policy guarded{.backoff = jitter{}, .limits = limit, .guards = {guard}};
      const history seen =
          player{random_key{7}.with(i)}.play(operation{guarded, random_key{8}.with(i)});
      ++ends[seen.result.end];
      ++reasons[seen.result.why];
    }
  for (const ending e :
       {ending::committed, ending::gave_up, ending::rejected, ending::declined, ending::cancelled})
    BOOST_TEST(ends[e] > 0, to_string(e));
  for (const reason r :
       {reason::attempts, reason::deadline, reason::permanent, reason::guard, reason::not_retried})
    BOOST_TEST(reasons[r] > 0, to_string(r));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
