// The operation's transitions, one by one: each test plays the driver, hands in an answer and
// checks the action that comes back.
#include <array>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/exponential.hpp>
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

const policy<none> at_once{};
const policy<fixed> after_10ms{.backoff = {.delay = 10ms}};

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_transitions)

BOOST_AUTO_TEST_CASE(an_uncontended_operation_reads_decides_appends_and_is_done) {
  operation op{at_once, random_key{1}};
  BOOST_TEST(op.resume(started({})) == read());
  BOOST_TEST(op.resume(read_at(4)) == decide(4));
  BOOST_TEST(op.resume(decided()) == append(4));
  BOOST_TEST(op.resume(stored_at(5)) == done());
  BOOST_TEST(op.result() ==
             (operation_result{.end = ending::committed, .attempts = 1, .current = 5}));
  BOOST_TEST(op.result().committed());
}

BOOST_AUTO_TEST_CASE(the_first_event_of_an_actor_stands_on_version_0) {
  operation op{at_once, random_key{1}};
  BOOST_TEST(to_append(op, 0) == append(0));
  op.resume(stored_at(1));
  BOOST_TEST(op.result().current == 1);
}

BOOST_AUTO_TEST_CASE(a_committed_version_may_leave_a_gap) {
  operation op{at_once, random_key{1}};
  to_append(op, 4);
  op.resume(stored_at(9));
  BOOST_TEST(op.result().current == 9);
}

BOOST_AUTO_TEST_CASE(a_conflict_waits_before_the_read_and_never_between_read_and_append) {
  operation op{after_10ms, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(2ms, conflict_at(7))) == wait(12ms));
  BOOST_TEST(op.resume(at(12ms, time_is({}))) == read(4));
  BOOST_TEST(op.resume(at(13ms, read_at(8))) == decide(8));
  BOOST_TEST(op.resume(at(13ms, decided())) == append(8));
}

BOOST_AUTO_TEST_CASE(a_read_asks_for_what_happened_since_the_version_read_last) {
  operation op{at_once, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(conflict_at(7)) == read(4));
  BOOST_TEST(op.resume(read_failed(outcome::transient)) == read(4));
  read_to_append(op, 8);
  BOOST_TEST(op.resume(conflict_at(9)) == read(8));
}

BOOST_AUTO_TEST_CASE(without_a_wait_the_next_attempt_follows_at_once) {
  operation op{at_once, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(conflict_at(5)) == read(4));
}

struct failing {
  outcome how;
  action::kind next;
  reason why;
};

/// What follows each class of failure; with every class retried, then with none.
BOOST_AUTO_TEST_CASE(each_class_of_failed_append_is_followed_by_what_the_table_says) {
  const policy<fixed> none_retried{.limits = {.retry = {}}};
  using kind = action::kind;
  for (const auto& [how, next, why] :
       {failing{outcome::conflict, kind::wait, reason::none},
        failing{outcome::throttled, kind::wait, reason::none},
        failing{outcome::transient, kind::wait, reason::none},
        failing{outcome::ambiguous, kind::wait, reason::none},
        failing{outcome::permanent, kind::done, reason::permanent}}) {
    operation op{after_10ms, random_key{1}};
    to_append(op, 4);
    BOOST_TEST((op.resume(append_failed(how, 5)).what == next));
    if (next == kind::done) BOOST_TEST(op.result().why == why);

    operation strict{none_retried, random_key{1}};
    to_append(strict, 4);
    const action then = strict.resume(append_failed(how, 5));
    if (how == outcome::ambiguous) {
      BOOST_TEST((then.what == kind::wait));  // to be resolved whatever is retried
    } else {
      BOOST_TEST(then == done());
      BOOST_TEST(strict.result().why ==
                 (how == outcome::permanent ? reason::permanent : reason::not_retried));
      BOOST_TEST(strict.result().last == how);
    }
  }
}

BOOST_AUTO_TEST_CASE(each_class_of_failed_read_is_followed_by_what_the_table_says) {
  for (const outcome how : {outcome::throttled, outcome::transient, outcome::ambiguous}) {
    operation op{after_10ms, random_key{1}};
    op.resume(started({}));
    BOOST_TEST(op.resume(read_failed(how)) == wait(10ms));
    BOOST_TEST(op.resume(time_is(at(10ms))) == read());
    BOOST_TEST(op.result().attempts == 2U);
  }
  operation op{after_10ms, random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(read_failed(outcome::permanent)) == done());
  BOOST_TEST(op.result().why == reason::permanent);
  BOOST_TEST(!op.result().unresolved);
}

BOOST_AUTO_TEST_CASE(a_read_without_an_answer_counts_as_transient_since_it_changed_nothing) {
  const policy<fixed> no_transient{.limits = {.retry = {outcome::conflict}}};
  operation op{no_transient, random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(read_failed(outcome::ambiguous)) == done());
  BOOST_TEST(op.result() == (operation_result{.end = ending::gave_up,
                                              .why = reason::not_retried,
                                              .last = outcome::transient,
                                              .attempts = 1}));
}

BOOST_AUTO_TEST_CASE(a_decision_with_nothing_to_write_ends_the_operation) {
  operation op{at_once, random_key{1}};
  op.resume(started({}));
  op.resume(read_at(4));
  BOOST_TEST(op.resume(declined()) == done());
  BOOST_TEST(op.result() ==
             (operation_result{
                 .end = ending::declined, .why = reason::decided, .attempts = 1, .current = 4}));
}

BOOST_AUTO_TEST_CASE(a_backoff_that_gives_up_ends_the_operation_with_its_reason) {
  for (const reason why : {reason::backoff, reason::thrashing, reason::stale_read}) {
    const policy<says> gives_up{.backoff = {give_up(why)}};
    operation op{gives_up, random_key{1}};
    to_append(op, 4);
    BOOST_TEST(op.resume(conflict_at(5)) == done());
    BOOST_TEST(op.result().end == ending::gave_up);
    BOOST_TEST(op.result().why == why);
  }
}

BOOST_AUTO_TEST_CASE(a_backoff_that_defers_hands_the_operation_over) {
  const policy<says> defers{.backoff = {defer()}};
  operation op{defers, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(conflict_at(5)) == done());
  BOOST_TEST(op.result().end == ending::deferred);
  BOOST_TEST(!op.result().unresolved);
}

BOOST_AUTO_TEST_CASE(a_wait_for_a_commit_names_the_version_so_that_none_is_missed) {
  const policy<says> clocked{.backoff = {retry_on_commit(7, 30ms)}};
  operation op{clocked, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(2ms, conflict_at(7))) == wait_for_commit(7, at(32ms)));
  BOOST_TEST(op.resume(at(9ms, commit_seen(8))) == read(4));
  read_to_append(op, 8, 9ms);
  BOOST_TEST(op.resume(at(10ms, conflict_at(9))) == wait_for_commit(7, at(40ms)));
  BOOST_TEST(op.resume(at(40ms, time_is({}))) == read(8));
}

BOOST_AUTO_TEST_CASE(a_wait_for_a_commit_may_be_without_end) {
  const policy<says> clocked{.backoff = {retry_on_commit(7, duration::max())}};
  operation op{clocked, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(2ms, conflict_at(7))) == wait_for_commit(7, end_of_time));
}

BOOST_AUTO_TEST_CASE(a_wait_that_never_ends_is_a_wait_as_long_as_there_is_no_deadline) {
  const policy<fixed> never{.backoff = {.delay = duration::max()}};
  operation op{never, random_key{1}};
  to_append(op, 4);
  const action next = op.resume(at(2ms, conflict_at(7)));
  BOOST_TEST((next.what == action::kind::wait));
  BOOST_TEST(next.until == end_of_time);
}

BOOST_AUTO_TEST_CASE(a_negative_delay_is_no_delay) {
  const policy<says> wrong{.backoff = {retry_after(-5ms)}};
  operation op{wrong, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(2ms, conflict_at(7))) == read(4));
}

BOOST_AUTO_TEST_CASE(a_store_that_asks_for_a_wait_is_given_at_least_that) {
  operation op{after_10ms, random_key{1}};
  to_append(op, 4);
  const auto throttled = [](duration asked) { return append_failed(outcome::throttled, 0, asked); };
  BOOST_TEST(op.resume(at(0ms, throttled(25ms))) == wait(25ms));
  BOOST_TEST(op.resume(at(25ms, time_is({}))) == read(4));
  BOOST_TEST(op.resume(at(26ms, read_failed(outcome::throttled, 3ms))) == wait(36ms));
  op.resume(at(36ms, time_is({})));
  BOOST_TEST(op.resume(at(36ms, read_failed(outcome::throttled, -1ms))) == wait(46ms));
}

BOOST_AUTO_TEST_CASE(a_commit_does_not_cut_short_the_wait_that_the_store_asked_for) {
  const policy<says> clocked{.backoff = {retry_on_commit(7, 5s)}};
  operation op{clocked, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(0ms, append_failed(outcome::throttled, 0, 25ms))) == wait(25ms));
}

BOOST_AUTO_TEST_CASE(after_the_end_every_answer_is_answered_by_done) {
  operation op{at_once, random_key{1}};
  to_append(op, 4);
  op.resume(stored_at(5));
  const operation_result before = op.result();
  const std::array late{
      started({}),    time_is({}),    read_at(9),  decided(),    declined(),
      conflict_at(9), commit_seen(9), cancelled(), stored_at(9), append_failed(outcome::ambiguous)};
  for (const answer& a : late) {
    BOOST_TEST(op.resume(a) == done());
    BOOST_TEST(!op.needs_time(a));
    BOOST_TEST(op.result() == before);
  }
}

BOOST_AUTO_TEST_CASE(the_greatest_version_there_is_does_not_overflow) {
  constexpr version greatest = std::numeric_limits<version>::max();
  recorder seen;
  operation op{at_once, random_key{1}, seen};
  to_append(op, greatest);
  op.resume(conflict_at(greatest));
  BOOST_TEST(seen.failures.at(0).attempted == greatest);
}

BOOST_AUTO_TEST_CASE(a_copy_goes_on_independently) {
  operation op{after_10ms, random_key{1}};
  to_append(op, 4);
  operation copy = op;
  op.resume(stored_at(5));
  BOOST_TEST(copy.resume(conflict_at(5)) == wait(10ms));
  BOOST_TEST(op.result().committed());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
