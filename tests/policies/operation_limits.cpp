// Where an operation ends: attempts, deadline, classes that are not retried, cancellation at every
// state; and an append without an answer, which must be resolved before anything else.
#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

policy<fixed> waits_10ms(limits limits = {}) {
  return {.backoff = {.delay = 10ms}, .limits = limits};
}

constexpr answer unanswered() { return append_failed(outcome::ambiguous); }

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_limits)

BOOST_AUTO_TEST_CASE(attempts_count_the_first_and_end_without_a_wait) {
  const auto two = waits_10ms({.attempts = 2});
  operation op{two, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(conflict_at(5)) == wait(10ms));
  op.resume(time_is(at(10ms)));
  read_to_append(op, 5);
  BOOST_TEST(op.resume(conflict_at(6)) == done());
  BOOST_TEST(op.result() == (operation_result{.end = ending::gave_up,
                                              .why = reason::attempts,
                                              .last = outcome::conflict,
                                              .attempts = 2,
                                              .conflicts = 2,
                                              .current = 6}));
}

BOOST_AUTO_TEST_CASE(one_attempt_means_no_retry) {
  const auto one = waits_10ms({.attempts = 1});
  operation op{one, random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(read_failed(outcome::transient)) == done());
  BOOST_TEST(op.result().why == reason::attempts);
}

BOOST_AUTO_TEST_CASE(no_limit_of_attempts_means_none) {
  const policy<none> unlimited{};
  operation op{unlimited, random_key{1}};
  to_append(op, 0);
  for (version v = 1; v <= 10'000; ++v) {
    BOOST_TEST_REQUIRE(op.resume(conflict_at(v)) == read(v - 1));
    read_to_append(op, v);
  }
  BOOST_TEST(op.result().attempts == 10'001U);
  BOOST_TEST(op.result().conflicts == 10'000U);
}

BOOST_AUTO_TEST_CASE(a_deadline_that_the_next_wait_cannot_meet_ends_the_operation_now) {
  const auto within = waits_10ms({.deadline = 15ms});
  operation op{within, random_key{1}};
  to_append(op, 4, 100ms);
  BOOST_TEST(op.resume(at(104ms, conflict_at(5))) == wait(114ms));
  op.resume(at(114ms, time_is({})));
  read_to_append(op, 5, 114ms);
  BOOST_TEST(op.resume(at(114'500us, conflict_at(6))) == done());
  BOOST_TEST(op.result().why == reason::deadline);
  BOOST_TEST(op.result().last == outcome::conflict);
}

BOOST_AUTO_TEST_CASE(a_wait_that_ends_exactly_at_the_deadline_is_too_long) {
  const auto within = waits_10ms({.deadline = 15ms});
  operation late{within, random_key{1}};
  to_append(late, 4);
  BOOST_TEST(late.resume(at(5ms, conflict_at(5))) == done());
  operation just{within, random_key{1}};
  to_append(just, 4);
  BOOST_TEST(just.resume(at(4'999'999ns, conflict_at(5))) == wait(14'999'999ns));
}

BOOST_AUTO_TEST_CASE(a_wait_that_came_back_late_does_not_start_an_attempt_past_the_deadline) {
  const auto within = waits_10ms({.deadline = 15ms});
  operation op{within, random_key{1}};
  to_append(op, 4);
  op.resume(at(1ms, conflict_at(5)));
  BOOST_TEST(op.resume(at(15ms, time_is({}))) == done());
  BOOST_TEST(op.result().why == reason::deadline);
  BOOST_TEST(op.result().attempts == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_already_sent_is_not_cut_short_by_the_deadline) {
  const auto within = waits_10ms({.deadline = 15ms});
  operation op{within, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(1s, stored_at(5))) == done());
  BOOST_TEST(op.result().committed());
}

BOOST_AUTO_TEST_CASE(a_wait_that_the_store_asked_for_can_miss_the_deadline) {
  const auto within = waits_10ms({.deadline = 1s});
  operation op{within, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(1ms, append_failed(outcome::throttled, 0, 2s))) == done());
  BOOST_TEST(op.result().why == reason::deadline);
}

BOOST_AUTO_TEST_CASE(a_wait_for_a_commit_lasts_until_the_deadline_at_most) {
  const policy<says> clocked{.backoff = {retry_on_commit(5, 1h)}, .limits = {.deadline = 1s}};
  operation op{clocked, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(1ms, conflict_at(5))) == wait_for_commit(5, at(1s)));
  operation copy = op;
  BOOST_TEST(copy.resume(at(999ms, commit_seen(6))) == read(4));
  BOOST_TEST(op.resume(at(1s, time_is({}))) == done());
  BOOST_TEST(op.result().why == reason::deadline);
}

BOOST_AUTO_TEST_CASE(an_answer_after_the_deadline_is_not_retried_even_at_once) {
  const policy<none> within{.limits = {.deadline = 15ms}};
  operation op{within, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(at(15ms, conflict_at(5))) == done());
  BOOST_TEST(op.result().why == reason::deadline);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(operation_cancel)

BOOST_AUTO_TEST_CASE(before_the_start) {
  const auto plain = waits_10ms();
  operation op{plain, random_key{1}};
  BOOST_TEST(op.resume(cancelled()) == done());
  BOOST_TEST(op.result() == (operation_result{.end = ending::cancelled, .why = reason::cancelled}));
  BOOST_TEST(op.resume(started({})) == done());
}

BOOST_AUTO_TEST_CASE(while_it_reads_or_decides_leaves_nothing_unresolved) {
  const auto plain = waits_10ms();
  operation reading{plain, random_key{1}};
  reading.resume(started({}));
  operation deciding = reading;
  deciding.resume(read_at(4));
  for (auto* op : {&reading, &deciding}) {
    BOOST_TEST(op->resume(cancelled()) == done());
    BOOST_TEST(op->result().end == ending::cancelled);
    BOOST_TEST(!op->result().unresolved);
    BOOST_TEST(op->resume(read_at(9)) == done());
  }
}

BOOST_AUTO_TEST_CASE(while_it_appends_leaves_the_append_unresolved) {
  const auto plain = waits_10ms();
  operation op{plain, random_key{1}};
  to_append(op, 4);
  BOOST_TEST(op.resume(cancelled()) == done());
  BOOST_TEST(op.result().unresolved);
  BOOST_TEST(op.resume(stored_at(5)) == done());
  BOOST_TEST(op.result().end == ending::cancelled);
}

BOOST_AUTO_TEST_CASE(while_it_waits_ends_at_once_and_it_never_retries) {
  const auto plain = waits_10ms();
  const policy<says> clocked{.backoff = {retry_on_commit(5, 1h)}};
  operation waiting{plain, random_key{1}};
  operation listening{clocked, random_key{1}};
  const auto check = [](auto& op) {
    to_append(op, 4);
    op.resume(conflict_at(5));
    BOOST_TEST(op.resume(cancelled()) == done());
    BOOST_TEST(op.result().end == ending::cancelled);
    BOOST_TEST(!op.result().unresolved);
    BOOST_TEST(op.resume(time_is(at(10ms))) == done());
    BOOST_TEST(op.resume(commit_seen(6)) == done());
  };
  check(waiting);
  check(listening);
}

BOOST_AUTO_TEST_CASE(while_an_append_is_to_be_resolved_leaves_it_unresolved) {
  const auto plain = waits_10ms();
  operation waiting{plain, random_key{1}};
  to_append(waiting, 4);
  waiting.resume(unanswered());
  operation asking = waiting;
  BOOST_TEST(asking.resume(time_is(at(10ms))) == resolve(4));
  for (auto* op : {&waiting, &asking}) {
    BOOST_TEST(op->resume(cancelled()) == done());
    BOOST_TEST(op->result().unresolved);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(operation_resolve)

BOOST_AUTO_TEST_CASE(an_unanswered_append_is_sent_again_as_it_was_until_the_store_answers) {
  const auto plain = waits_10ms({.attempts = 1});
  recorder seen;
  operation op{plain, random_key{1}, seen};
  to_append(op, 4);
  duration now = 0ms;
  const outcome trouble[] = {outcome::ambiguous, outcome::transient, outcome::throttled,
                             outcome::transient, outcome::ambiguous, outcome::transient};
  for (const outcome how : trouble) {
    BOOST_TEST(op.resume(at(now, append_failed(how))) == wait(now + 10ms));
    now += 10ms;
    BOOST_TEST(op.resume(at(now, time_is({}))) == resolve(4));
  }
  BOOST_TEST(op.resume(at(now, stored_at(5))) == done());
  BOOST_TEST(op.result() ==
             (operation_result{.end = ending::committed, .attempts = 1, .current = 5}));
  BOOST_TEST(seen.resolves.size() == std::size(trouble));
}

BOOST_AUTO_TEST_CASE(a_conflict_on_resolving_says_that_it_is_not_stored_and_a_new_attempt_follows) {
  const auto plain = waits_10ms();
  operation op{plain, random_key{1}};
  to_append(op, 4);
  op.resume(unanswered());
  op.resume(time_is(at(10ms)));
  BOOST_TEST(op.resume(at(11ms, conflict_at(6))) == wait(21ms));
  BOOST_TEST(op.resume(time_is(at(21ms))) == read(4));
  read_to_append(op, 6);
  BOOST_TEST(op.result().attempts == 2U);
  BOOST_TEST(op.result().conflicts == 1U);
  operation gone = op;
  gone.resume(append_failed(outcome::permanent));
  BOOST_TEST(!gone.result().unresolved);
}

BOOST_AUTO_TEST_CASE(an_answer_that_says_nothing_about_the_first_append_leaves_it_unresolved) {
  const auto plain = waits_10ms();
  operation op{plain, random_key{1}};
  to_append(op, 4);
  op.resume(unanswered());
  op.resume(time_is(at(10ms)));
  BOOST_TEST(op.resume(append_failed(outcome::permanent)) == done());
  BOOST_TEST(op.result().why == reason::permanent);
  BOOST_TEST(op.result().unresolved);
}

BOOST_AUTO_TEST_CASE(resolving_goes_on_past_the_limit_of_attempts_but_not_past_the_deadline) {
  const auto plain = waits_10ms({.attempts = 1, .deadline = 1s});
  operation op{plain, random_key{1}};
  to_append(op, 4);
  action next = op.resume(unanswered());
  duration now = 0ms;
  int sent = 0;
  while (next.what != action::kind::done) {
    now += 10ms;
    BOOST_TEST_REQUIRE(op.resume(at(now, time_is({}))) == resolve(4));
    ++sent;
    next = op.resume(at(now, unanswered()));
  }
  BOOST_TEST(sent == 99);
  BOOST_TEST(op.result().why == reason::deadline);
  BOOST_TEST(op.result().unresolved);
  BOOST_TEST(op.result().last == outcome::ambiguous);
}

BOOST_AUTO_TEST_CASE(a_conflict_after_resolving_counts_against_the_attempts) {
  const auto plain = waits_10ms({.attempts = 1});
  operation op{plain, random_key{1}};
  to_append(op, 4);
  op.resume(unanswered());
  op.resume(time_is(at(10ms)));
  BOOST_TEST(op.resume(conflict_at(6)) == done());
  BOOST_TEST(op.result().why == reason::attempts);
  BOOST_TEST(!op.result().unresolved);
}

BOOST_AUTO_TEST_CASE(a_backoff_that_gives_up_or_defers_leaves_the_append_unresolved) {
  for (const decision d : {give_up(), defer()}) {
    const policy<says> ends{.backoff = {d}};
    operation op{ends, random_key{1}};
    to_append(op, 4);
    BOOST_TEST(op.resume(unanswered()) == done());
    BOOST_TEST(op.result().unresolved);
  }
}

BOOST_AUTO_TEST_CASE(without_resolving_a_new_attempt_is_made_blindly_and_the_doubt_is_kept) {
  const auto blind = waits_10ms({.attempts = 2, .resolve = false});
  recorder seen;
  operation op{blind, random_key{1}, seen};
  to_append(op, 4);
  BOOST_TEST(op.resume(unanswered()) == wait(10ms));
  BOOST_TEST(op.resume(time_is(at(10ms))) == read(4));
  read_to_append(op, 5);
  operation doubled = op;
  BOOST_TEST(doubled.resume(stored_at(6)) == done());
  BOOST_TEST(!doubled.result().unresolved);
  BOOST_TEST(op.resume(conflict_at(6)) == done());
  BOOST_TEST(op.result().unresolved);  // the first append may be one of those that won
  BOOST_TEST(seen.resolves.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
