// How an operation speaks with its guards: a guard that writes down every word, and answers what
// the test told it to.
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

class noting_guard final : public guard {
 public:
  noting_guard(std::string own_name, words& said) : name_{std::move(own_name)}, said_{&said} {}

  admission operation_answer, attempt_answer, retry_answer;

  admission admit_operation(time_point) override { return say("operation?", operation_answer); }
  admission admit_attempt(time_point) override { return say("attempt?", attempt_answer); }
  admission admit_retry(const attempt_facts& f) override {
    return say("retry after " + std::string{to_string(f.last)} + "?", retry_answer);
  }
  void attempt_ended(outcome how, duration took, time_point) override {
    say("attempt " + std::string{to_string(how)} + " in " + millis(took));
  }
  void operation_ended(bool committed, time_point) override {
    say(committed ? "operation committed" : "operation failed");
  }
  void operation_withdrawn(time_point) override { say("operation withdrawn"); }
  void attempt_withdrawn(duration took, time_point) override {
    say("attempt withdrawn after " + millis(took));
  }
  void retry_withdrawn(const attempt_facts& f) override {
    say("retry after " + std::string{to_string(f.last)} + " at " +
        millis(f.now.time_since_epoch()) + " withdrawn");
  }

 private:
  static std::string millis(duration d) { return std::to_string(d / 1ms); }
  void say(const std::string& what) { said_->push_back(name_ + ": " + what); }
  admission say(const std::string& what, admission answer) {
    say(what);
    return answer;
  }

  std::string name_;
  words* said_;
};

/// Two guards, a and b, and a policy that asks them in this order.
struct two_guards {
  words said;
  std::shared_ptr<noting_guard> a = std::make_shared<noting_guard>("a", said);
  std::shared_ptr<noting_guard> b = std::make_shared<noting_guard>("b", said);
  any_policy policy{.backoff = fixed{.delay = 10ms}, .guards = {a, b}};

  words take() { return std::exchange(said, {}); }
  any_policy& within(duration deadline) {
    policy.limits.deadline = deadline;
    return policy;
  }
};

/// Takes an admitted operation to where its append is out, one millisecond a step.
template <class Operation>
void admit_to_append(Operation& op, version on, duration start) {
  op.resume(at(start, time_is({})));
  op.resume(at(start + 1ms, read_at(on)));
  op.resume(at(start + 2ms, decided()));
}

}  // namespace

#define CHECK_SAID(guards, ...)                                                                  \
  do {                                                                                           \
    const words expected __VA_ARGS__;                                                            \
    const words found = (guards).take();                                                         \
    BOOST_CHECK_EQUAL_COLLECTIONS(found.begin(), found.end(), expected.begin(), expected.end()); \
  } while (false)

BOOST_AUTO_TEST_SUITE(operation_guards)

BOOST_AUTO_TEST_CASE(guards_are_asked_in_order_and_told_of_the_end) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  BOOST_TEST(op.resume(at(0ms, started({}))) == admit());
  CHECK_SAID(guards, {});
  BOOST_TEST(op.resume(at(0ms, time_is({}))) == read());
  CHECK_SAID(guards, {"a: operation?", "b: operation?", "a: attempt?", "b: attempt?"});
  op.resume(at(1ms, read_at(4)));
  op.resume(at(2ms, decided()));
  CHECK_SAID(guards, {});
  op.resume(at(5ms, stored_at(5)));
  CHECK_SAID(guards, {"a: attempt committed in 5", "b: attempt committed in 5",
                      "a: operation committed", "b: operation committed"});
}

BOOST_AUTO_TEST_CASE(a_retry_is_admitted_before_its_wait_and_the_operation_only_once) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  guards.take();
  BOOST_TEST(op.resume(at(3ms, conflict_at(5))) == wait(13ms));
  CHECK_SAID(guards, {"a: attempt conflict in 3", "b: attempt conflict in 3",
                      "a: retry after conflict?", "b: retry after conflict?"});
  BOOST_TEST(op.resume(at(13ms, time_is({}))) == admit());
  BOOST_TEST(op.resume(at(13ms, time_is({}))) == read(4));
  CHECK_SAID(guards, {"a: attempt?", "b: attempt?"});
}

BOOST_AUTO_TEST_CASE(a_refused_operation_is_taken_back_from_those_that_admitted_it) {
  two_guards guards;
  guards.b->operation_answer = refused();
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(time_is({})) == done());
  CHECK_SAID(guards, {"a: operation?", "b: operation?", "a: operation withdrawn"});
  BOOST_TEST(op.result() == (operation_result{.end = ending::rejected, .why = reason::guard}));
}

BOOST_AUTO_TEST_CASE(a_refused_attempt_is_taken_back_and_ends_the_operation) {
  two_guards guards;
  guards.b->attempt_answer = refused();
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(time_is({})) == done());
  CHECK_SAID(guards,
             {"a: operation?", "b: operation?", "a: attempt?", "b: attempt?",
              "a: attempt withdrawn after 0", "a: operation failed", "b: operation failed"});
}

BOOST_AUTO_TEST_CASE(a_refused_retry_is_taken_back_and_ends_the_operation_without_a_wait) {
  two_guards guards;
  guards.b->retry_answer = refused();
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  guards.take();
  BOOST_TEST(op.resume(at(3ms, append_failed(outcome::transient))) == done());
  CHECK_SAID(guards,
             {"a: attempt transient in 3", "b: attempt transient in 3", "a: retry after transient?",
              "b: retry after transient?", "a: retry after transient at 3 withdrawn",
              "a: operation failed", "b: operation failed"});
  BOOST_TEST(op.result().end == ending::rejected);
  BOOST_TEST(op.result().last == outcome::transient);
}

BOOST_AUTO_TEST_CASE(a_retry_whose_attempt_is_refused_later_is_given_back) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  op.resume(at(3ms, conflict_at(5)));
  guards.take();
  guards.a->attempt_answer = refused();
  op.resume(at(13ms, time_is({})));
  BOOST_TEST(op.resume(at(13ms, time_is({}))) == done());
  CHECK_SAID(guards, {"a: attempt?", "a: retry after conflict at 3 withdrawn",
                      "b: retry after conflict at 3 withdrawn", "a: operation failed",
                      "b: operation failed"});
}

BOOST_AUTO_TEST_CASE(a_guard_may_have_the_operation_wait_and_is_asked_again) {
  two_guards guards;
  guards.b->operation_answer = wait_until(at(7ms));
  recorder seen;
  operation op{guards.policy, random_key{1}, seen};
  op.resume(at(2ms, started({})));
  BOOST_TEST(op.resume(at(2ms, time_is({}))) == wait(7ms));
  BOOST_TEST(seen.waits.at(0) == 5ms);
  CHECK_SAID(guards, {"a: operation?", "b: operation?", "a: operation withdrawn"});
  guards.b->operation_answer = admitted();
  guards.a->attempt_answer = wait_until(at(9ms));
  BOOST_TEST(op.resume(at(7ms, time_is({}))) == admit());
  BOOST_TEST(op.resume(at(7ms, time_is({}))) == wait(9ms));
  CHECK_SAID(guards, {"a: operation?", "b: operation?", "a: attempt?"});
  guards.a->attempt_answer = admitted();
  op.resume(at(9ms, time_is({})));
  BOOST_TEST(op.resume(at(9ms, time_is({}))) == read());
  CHECK_SAID(guards, {"a: attempt?", "b: attempt?"});
}

BOOST_AUTO_TEST_CASE(a_guard_that_asks_for_a_wait_past_the_deadline_ends_the_operation_now) {
  two_guards guards;
  guards.a->attempt_answer = wait_until(at(20ms));
  operation op{guards.within(20ms), random_key{1}};
  op.resume(started({}));
  BOOST_TEST(op.resume(time_is({})) == done());
  BOOST_TEST(op.result().end == ending::gave_up);
  BOOST_TEST(op.result().why == reason::deadline);
}

BOOST_AUTO_TEST_CASE(a_deadline_that_no_wait_can_meet_charges_no_retry) {
  two_guards guards;
  operation op{guards.within(10ms), random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  guards.take();
  BOOST_TEST(op.resume(at(3ms, conflict_at(5))) == done());
  CHECK_SAID(guards, {"a: attempt conflict in 3", "b: attempt conflict in 3", "a: operation failed",
                      "b: operation failed"});
}

BOOST_AUTO_TEST_CASE(cancelling_takes_back_the_attempt_or_the_retry_that_is_open) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  guards.take();
  operation attempting = op;
  attempting.resume(at(6ms, cancelled()));
  CHECK_SAID(guards, {"a: attempt withdrawn after 6", "b: attempt withdrawn after 6",
                      "a: operation failed", "b: operation failed"});
  op.resume(at(3ms, conflict_at(5)));
  guards.take();
  op.resume(at(8ms, cancelled()));
  CHECK_SAID(guards,
             {"a: retry after conflict at 3 withdrawn", "b: retry after conflict at 3 withdrawn",
              "a: operation failed", "b: operation failed"});
}

BOOST_AUTO_TEST_CASE(a_decision_with_nothing_to_write_takes_back_its_attempt) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  op.resume(at(0ms, time_is({})));
  op.resume(at(1ms, read_at(4)));
  guards.take();
  op.resume(at(2ms, declined()));
  CHECK_SAID(guards, {"a: attempt withdrawn after 2", "b: attempt withdrawn after 2",
                      "a: operation failed", "b: operation failed"});
}

BOOST_AUTO_TEST_CASE(each_resolving_of_an_unanswered_append_is_an_attempt_to_the_guards) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  op.resume(at(3ms, append_failed(outcome::ambiguous)));
  guards.take();
  op.resume(at(13ms, time_is({})));
  BOOST_TEST(op.resume(at(13ms, time_is({}))) == resolve(4));
  op.resume(at(15ms, stored_at(5)));
  CHECK_SAID(guards,
             {"a: attempt?", "b: attempt?", "a: attempt committed in 2",
              "b: attempt committed in 2", "a: operation committed", "b: operation committed"});
}

BOOST_AUTO_TEST_CASE(a_guard_that_refuses_to_resolve_leaves_the_append_unresolved) {
  two_guards guards;
  operation op{guards.policy, random_key{1}};
  op.resume(started({}));
  admit_to_append(op, 4, 0ms);
  op.resume(at(3ms, append_failed(outcome::ambiguous)));
  guards.a->attempt_answer = refused();
  op.resume(at(13ms, time_is({})));
  op.resume(at(13ms, time_is({})));
  BOOST_TEST(op.result().end == ending::rejected);
  BOOST_TEST(op.result().unresolved);
}

BOOST_AUTO_TEST_CASE(without_guards_there_is_no_admit_action) {
  const any_policy unguarded{.backoff = fixed{}};
  operation op{unguarded, random_key{1}};
  BOOST_TEST(op.resume(started({})) == read());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
