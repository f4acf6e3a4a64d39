// The blocking driver runs operations against a script on a clock that its waits advance. Only the
// tests of stopping use the machine's clock: their waits last an hour, so that a stop that does not
// end them would hang the test.
#include <latch>
#include <memory>
#include <stdexcept>
#include <store/scripted_io.hpp>
#include <thread>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/backoffs/none.hpp>
#include <contend/store/drivers/blocking.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/testing/traced.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

using script = std::vector<scripted_answer>;
constexpr auto conflict = store_errc::version_conflict;
constexpr auto unanswered = store_errc::unanswered;

constexpr time_point at(duration d) { return time_point{d}; }

/// A policy without randomness.
policy<fixed> wait_10ms(limits l = {}) { return {.backoff = {.delay = 10ms}, .limits = l}; }

/// Runs one operation against a script and keeps all that can be seen of it.
template <class Policy>
struct played {
  manual_clock clock{};
  scripted_store store;
  operation<Policy> op;
  operation_result result{};

  played(const Policy& p, script answers)
      : store{std::move(answers), &clock}, op{p, random_key{1}} {
    scripted_io io{store};
    result = run_blocking(op, io, clock);
  }
};

/// Counts how often it is read.
struct counted_clock {
  int readings = 0;
  time_point now() {
    ++readings;
    return time_point{};
  }
  void wait_until(time_point, const std::stop_token&) {}
};

/// Waits for the next commit after any version, or for an hour.
struct waits_for_commit {
  static constexpr bool times_attempts = false;
  decision next(const attempt_facts& facts, random_source&) const {
    return retry_on_commit(facts.current, 1h);
  }
};

/// A guard that counts what it was asked and told.
struct counting_guard final : guard {
  int open_operations = 0;
  int open_attempts = 0;
  admission admit_operation(time_point) override { return ++open_operations, admitted(); }
  admission admit_attempt(time_point) override { return ++open_attempts, admitted(); }
  void attempt_ended(outcome, duration, time_point) override { --open_attempts; }
  void attempt_withdrawn(duration, time_point) override { --open_attempts; }
  void operation_ended(bool, time_point) override { --open_operations; }
  void operation_withdrawn(time_point) override { --open_operations; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(blocking_driver)

BOOST_AUTO_TEST_CASE(an_operation_that_meets_nobody_reads_and_appends_once) {
  const auto p = wait_10ms();
  played run{p, {{.current = 4, .took = 2ms}, {.took = 3ms}}};
  BOOST_TEST(run.result.committed());
  BOOST_TEST(run.result.current == 5);
  BOOST_TEST(run.store.at_end());
  BOOST_TEST((run.clock.now() == at(5ms)));
}

BOOST_AUTO_TEST_CASE(a_conflict_is_waited_out_before_the_next_read) {
  const auto p = wait_10ms();
  played run{p,
             {{.current = 4, .took = 1ms},
              {.error = conflict, .current = 5, .took = 1ms},
              {.current = 5, .took = 1ms},
              {.took = 1ms}}};
  BOOST_TEST(run.result.committed());
  BOOST_TEST(run.result.attempts == 2U);
  BOOST_TEST(run.result.conflicts == 1U);
  BOOST_TEST((run.store.calls()[2].at == at(12ms)));
  BOOST_TEST((run.store.calls()[3].at == at(13ms)));
  BOOST_TEST((run.store.calls()[3].expected == expected_version::exact(5)));
}

BOOST_AUTO_TEST_CASE(an_append_without_an_answer_is_sent_again_with_the_same_ids_and_version) {
  const auto p = wait_10ms();
  played run{p,
             {{.current = 4},
              {.error = unanswered, .took = 1s},
              {.error = unanswered, .took = 1s},
              {.took = 1ms}}};
  BOOST_TEST(run.result.committed());
  BOOST_TEST(run.result.attempts == 1U);
  const auto& calls = run.store.calls();
  BOOST_REQUIRE(calls.size() == 4U);
  for (const std::size_t i : {2U, 3U}) {
    BOOST_TEST((calls[i].expected == calls[1].expected));
    BOOST_TEST((calls[i].events == calls[1].events));
  }
}

BOOST_AUTO_TEST_CASE(the_actions_and_their_times_are_those_of_the_machine) {
  const auto p = wait_10ms();
  manual_clock clock;
  scripted_store store{{{.current = 4, .took = 1ms},
                        {.error = conflict, .current = 6, .took = 1ms},
                        {.error = store_errc::unavailable, .took = 1ms},
                        {.current = 6, .took = 1ms},
                        {.error = unanswered, .took = 1ms},
                        {.took = 1ms}},
                       &clock};
  scripted_io io{store};
  traced<operation<policy<fixed>>> op{operation{p, random_key{1}}};
  BOOST_TEST(run_blocking(op, io, clock).committed());
  using kind = action::kind;
  const std::vector<action> expected = {
      {kind::read, 0},   {kind::decide, 4},         {kind::append, 4},  {kind::wait, 0, at(12ms)},
      {kind::read, 4},   {kind::wait, 0, at(23ms)}, {kind::read, 4},    {kind::decide, 6},
      {kind::append, 6}, {kind::wait, 0, at(35ms)}, {kind::resolve, 6}, {kind::done}};
  BOOST_TEST((op.actions() == expected));
  BOOST_TEST((clock.now() == at(36ms)));
}

BOOST_AUTO_TEST_CASE(the_store_may_ask_for_a_longer_wait) {
  const auto p = wait_10ms();
  played run{
      p, {{.error = store_errc::throttled, .retry_after = 70ms}, {.current = 0}, {.current = 1}}};
  BOOST_TEST(run.result.committed());
  BOOST_TEST((run.store.calls()[1].at == at(70ms)));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_the_next_wait_cannot_meet_ends_the_operation_at_once) {
  const auto p = wait_10ms({.deadline = 12ms});
  played run{p, {{.current = 4, .took = 1ms}, {.error = conflict, .current = 5, .took = 1ms}}};
  BOOST_TEST((run.result.end == ending::gave_up));
  BOOST_TEST((run.result.why == reason::deadline));
  BOOST_TEST((run.clock.now() == at(2ms)));
}

BOOST_AUTO_TEST_CASE(a_permanent_error_ends_the_operation_at_once) {
  const auto p = wait_10ms();
  played run{p, {{.current = 4}, {.error = store_errc::permission_denied}}};
  BOOST_TEST((run.result.why == reason::permanent));
  BOOST_TEST(run.store.at_end());
}

BOOST_AUTO_TEST_CASE(an_operation_that_needs_no_time_never_reads_the_clock) {
  const auto untimed = wait_10ms();
  scripted_store store{{{.current = 4}, {.current = 5}, {.current = 5}, {.current = 6}}};
  scripted_io io{store};
  counted_clock clock;
  operation op{untimed, random_key{1}};
  run_blocking(op, io, clock);
  BOOST_TEST(clock.readings == 0);

  const auto with_deadline = wait_10ms({.deadline = 1s});
  operation timed{with_deadline, random_key{1}};
  run_blocking(timed, io, clock);
  BOOST_TEST(clock.readings == 1);
}

BOOST_AUTO_TEST_CASE(without_notices_a_wait_for_a_commit_lasts_until_its_time) {
  const policy<waits_for_commit> p{};
  played run{p, {{.current = 4}, {.error = conflict, .current = 5}, {.current = 5}, {.took = 1ms}}};
  BOOST_TEST(run.result.committed());
  BOOST_TEST((run.clock.now() == at(1h + 1ms)));
}

BOOST_AUTO_TEST_CASE(a_commit_that_came_before_the_wait_ends_it_at_once) {
  struct noticing_io : scripted_io {
    version noticed = 0;
    answer wait_for_commit(version after, time_point, const std::stop_token&) {
      return noticed > after ? commit_seen(noticed) : time_is({});
    }
  };
  const policy<waits_for_commit> p{};
  manual_clock clock;
  scripted_store store{
      {{.current = 4}, {.error = conflict, .current = 5}, {.current = 6}, {.took = 1ms}}, &clock};
  noticing_io io{{store}, 6};
  operation op{p, random_key{1}};
  BOOST_TEST(run_blocking(op, io, clock).committed());
  BOOST_TEST((clock.now() == at(1ms)));
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_start_sends_nothing) {
  const auto p = wait_10ms();
  std::stop_source source;
  source.request_stop();
  scripted_store store{{}};
  scripted_io io{store};
  manual_clock clock;
  operation op{p, random_key{1}};
  const auto result = run_blocking(op, io, clock, source.get_token());
  BOOST_TEST((result.end == ending::cancelled));
  BOOST_TEST(result.attempts == 0U);
  BOOST_TEST(store.calls().empty());
}

BOOST_AUTO_TEST_CASE(a_stop_between_read_and_append_sends_no_append) {
  struct stopping_io : scripted_io {
    std::stop_source& source;
    answer decide(version at) { return source.request_stop(), scripted_io::decide(at); }
  };
  const auto p = wait_10ms();
  std::stop_source source;
  scripted_store store{{{.current = 4}}};
  stopping_io io{{store}, source};
  manual_clock clock;
  operation op{p, random_key{1}};
  const auto result = run_blocking(op, io, clock, source.get_token());
  BOOST_TEST((result.end == ending::cancelled));
  BOOST_TEST(!result.unresolved);
  BOOST_TEST(store.calls().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stop_during_the_append_neither_hides_its_commit_nor_retries_its_conflict) {
  struct stopping_io : scripted_io {
    std::stop_source& source;
    answer append(version expected) { return source.request_stop(), scripted_io::append(expected); }
  };
  const policy<none> p{};
  const auto stopped = [&](script answers) {
    std::stop_source source;
    scripted_store store{std::move(answers)};
    stopping_io io{{store}, source};
    manual_clock clock;
    operation op{p, random_key{1}};
    const auto result = run_blocking(op, io, clock, source.get_token());
    BOOST_TEST(store.calls().size() == 2U);
    return result;
  };
  BOOST_TEST(stopped({{.current = 4}, {.took = 1ms}}).committed());
  const auto refused = stopped({{.current = 4}, {.error = conflict, .current = 5}});
  BOOST_TEST((refused.end == ending::cancelled));
  BOOST_TEST(!refused.unresolved);
  const auto unknown = stopped({{.current = 4}, {.error = unanswered}});
  BOOST_TEST((unknown.end == ending::cancelled));
  BOOST_TEST(unknown.unresolved);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_an_hour_of_waiting_at_once) {
  struct signals_wait {
    std::latch& reached;
    void waiting(const attempt_facts&, duration) { reached.count_down(); }
  };
  const policy<fixed> patient{.backoff = {.delay = 1h}};
  scripted_store store{{{.current = 4}, {.error = conflict, .current = 5}}};
  std::latch reached{1};
  operation_result result{};
  {
    std::jthread running{[&](const std::stop_token& stop) {
      scripted_io io{store};
      steady_clock_source clock;
      signals_wait observer{reached};
      operation<policy<fixed>, signals_wait> op{patient, random_key{1}, observer};
      result = run_blocking(op, io, clock, stop);
    }};
    reached.wait();
  }  // stops and joins
  BOOST_TEST((result.end == ending::cancelled));
  BOOST_TEST(result.conflicts == 1U);
  BOOST_TEST(store.at_end());
}

BOOST_AUTO_TEST_CASE(an_exception_passes_through_and_leaves_no_guard_waiting) {
  struct throwing_io : scripted_io {
    answer decide(version) { throw std::runtime_error{"no"}; }
  };
  const auto watched = std::make_shared<counting_guard>();
  const policy<fixed, guard_list> p{.guards = {watched}};
  scripted_store store{{{.current = 4}}};
  throwing_io io{{store}};
  manual_clock clock;
  operation op{p, random_key{1}};
  BOOST_CHECK_THROW(run_blocking(op, io, clock), std::runtime_error);
  BOOST_TEST(watched->open_attempts == 0);
  BOOST_TEST(watched->open_operations == 0);
  BOOST_TEST((op.result().end == ending::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
