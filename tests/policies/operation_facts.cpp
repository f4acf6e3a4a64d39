// What an operation tells its backoff and its observer: facts of each failed attempt, held against
// a history written out by hand, and randomness that depends on key and failure alone.
#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(operation_facts)

BOOST_AUTO_TEST_CASE(each_failure_is_told_with_its_facts) {
  const policy<fixed> plain{.backoff = {.delay = 10ms}};
  recorder seen;
  operation op{plain, random_key{1}, seen};
  op.resume(at(100ms, started({})));
  op.resume(at(103ms, read_at(4)));
  op.resume(at(105ms, decided()));
  op.resume(at(109ms, conflict_at(6)));  // two others won within the window

  const attempt_facts& first = seen.failures.at(0);
  BOOST_TEST(first.failures == 1U);
  BOOST_TEST(first.conflicts_in_a_row == 1U);
  BOOST_TEST(first.last == outcome::conflict);
  BOOST_TEST(first.attempted == 5);
  BOOST_TEST(first.current == 6);
  BOOST_TEST(first.lost_by() == 2);
  BOOST_TEST(first.commits_since_previous == 2);
  BOOST_TEST(first.round_trip == 4ms);
  BOOST_TEST(first.elapsed == 9ms);
  BOOST_TEST(first.now == at(109ms));
  BOOST_TEST(seen.waits.at(0) == 10ms);

  op.resume(at(119ms, time_is({})));
  op.resume(at(120ms, read_at(15)));
  op.resume(at(120ms, decided()));
  op.resume(at(121ms, conflict_at(16)));
  const attempt_facts& second = seen.failures.at(1);
  BOOST_TEST(second.failures == 2U);
  BOOST_TEST(second.conflicts_in_a_row == 2U);
  BOOST_TEST(second.attempted == 16);
  BOOST_TEST(second.lost_by() == 1);
  BOOST_TEST(second.commits_since_previous == 10);
  BOOST_TEST(second.round_trip == 1ms);
  BOOST_TEST(second.elapsed == 21ms);
}

BOOST_AUTO_TEST_CASE(a_failed_read_attempted_nothing_and_breaks_a_row_of_conflicts) {
  const policy<none> plain{};
  recorder seen;
  operation op{plain, random_key{1}, seen};
  to_append(op, 4);
  op.resume(conflict_at(6));
  op.resume(at(1ms, read_failed(outcome::throttled, 3ms)));
  const attempt_facts& facts = seen.failures.at(1);
  BOOST_TEST(facts.attempted == 0);
  BOOST_TEST(facts.current == 6);
  BOOST_TEST(facts.lost_by() == 0);
  BOOST_TEST(facts.conflicts_in_a_row == 0U);
  BOOST_TEST(facts.commits_since_previous == 0);
  BOOST_TEST(facts.retry_after == 3ms);
  op.resume(at(4ms, time_is({})));
  read_to_append(op, 6);
  op.resume(conflict_at(7));
  BOOST_TEST(seen.failures.at(2).conflicts_in_a_row == 1U);
}

BOOST_AUTO_TEST_CASE(commits_are_counted_from_the_attempt_before_whatever_its_failure) {
  const policy<none> plain{};
  recorder seen;
  operation op{plain, random_key{1}, seen};
  op.resume(started({}));
  op.resume(read_failed(outcome::transient));
  read_to_append(op, 1000);
  op.resume(conflict_at(1001));
  BOOST_TEST(seen.failures.at(1).commits_since_previous ==
             1);  // not 1001: nothing was known before
  read_to_append(op, 1005);
  op.resume(append_failed(outcome::transient));
  read_to_append(op, 1006);
  op.resume(conflict_at(1007));
  BOOST_TEST(seen.failures.at(3).commits_since_previous == 2);
}

BOOST_AUTO_TEST_CASE(a_stale_answer_never_counts_commits_below_none) {
  const policy<none> plain{};
  recorder seen;
  operation op{plain, random_key{1}, seen};
  to_append(op, 9);
  op.resume(conflict_at(7));
  BOOST_TEST(seen.failures.at(0).commits_since_previous == 0);
}

BOOST_AUTO_TEST_CASE(the_end_is_told_once) {
  const policy<fixed> plain{};
  recorder seen;
  operation op{plain, random_key{1}, seen};
  to_append(op, 4);
  op.resume(conflict_at(5));
  op.resume(cancelled());
  op.resume(cancelled());
  op.resume(time_is(at(1s)));
  BOOST_TEST(seen.ends.size() == 1U);
  BOOST_TEST(seen.ends.at(0) == op.result());
}

BOOST_AUTO_TEST_CASE(randomness_depends_on_the_key_and_the_failure_alone) {
  const policy<jitter> random{};
  const auto waits = [&](std::uint64_t key, outcome how) {
    recorder seen;
    operation op{random, random_key{key}, seen};
    op.resume(started({}));
    for (int i = 0; i < 5; ++i) {
      const action next = op.resume(read_failed(how));
      op.resume(time_is(next.until));
    }
    return seen.waits;
  };
  BOOST_TEST((waits(1, outcome::transient) == waits(1, outcome::throttled)));
  BOOST_TEST((waits(1, outcome::transient) != waits(2, outcome::transient)));
  random_source third{random_key{1}.with(3)};
  BOOST_TEST(waits(1, outcome::transient).at(2).count() == third.uniform(0, 40'000'000));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
