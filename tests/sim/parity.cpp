// The same scripted store answers, times included, are given to every driver of an operation; each
// must be told the same actions at the same times and come to the same end. Scripts are drawn at
// random from fixed seeds, over policies of every kind, with limits, deadlines and guards.
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/guards/all.hpp>
#include <contend/sim/driver.hpp>
#include <contend/sim/kernel.hpp>
#include <contend/store/drivers/asio_run.hpp>
#include <contend/store/drivers/blocking.hpp>
#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::testing;
using namespace std::chrono_literals;

/// The clock of the Asio driver's timers here: moves only when told to.
struct told_clock {
  using duration = contend::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<told_clock, duration>;
  static constexpr bool is_steady = true;
  static inline time_point current{};
  static time_point now() { return current; }
};

/// Timers look at the clock whenever they can, and never sleep until a time that is not real.
template <>
struct boost::asio::wait_traits<told_clock> {
  static duration to_wait_duration(const duration&) { return {}; }
  static duration to_wait_duration(const told_clock::time_point&) { return {}; }
};

namespace {

struct step {
  action told;
  time_point at;
  friend bool operator==(const step&, const step&) = default;
};

struct outcome_of_run {
  std::vector<step> trace{};
  operation_result result{};
  std::size_t calls = 0;
};

/// An operation that writes down what it tells its driver, and when.
template <class Now>
class witnessed {
 public:
  witnessed(const any_policy& policy, random_key key, Now now) : op_{policy, key}, now_{now} {}

  [[nodiscard]] bool needs_time(const answer& a) const { return op_.needs_time(a); }
  [[nodiscard]] const operation_result& result() const { return op_.result(); }
  [[nodiscard]] const std::vector<step>& trace() const { return trace_; }

  action resume(const answer& a) {
    trace_.push_back({op_.resume(a), now_()});
    return trace_.back().told;
  }

 private:
  operation<any_policy> op_;
  Now now_;
  std::vector<step> trace_{};
};

/// Asks the store and puts its result into the machine's words.
answer ask_store(event_store& store, const action& a) {
  if (a.what == action::kind::read) {
    const auto latest = store.get_latest_version("a");
    if (latest) return read_at(*latest);
    return read_failed(classify(latest.error()), latest.error().retry_after);
  }
  const std::vector<event_ptr> events{
      make_event({.id = "e", .type = "T", .actor_id = "a", .version = a.at + 1})};
  const auto stored = store.append("a", expected_version::exact(a.at), events);
  if (stored) return stored_at(*stored);
  const store_error& error = stored.error();
  return append_failed(classify(error), error.current, error.retry_after);
}

struct scripted_io {
  event_store& store;
  answer read(version at) { return ask_store(store, {.what = action::kind::read, .at = at}); }
  answer decide(version) { return decided(); }
  answer append(version at) { return ask_store(store, {.what = action::kind::append, .at = at}); }
  answer resolve(version at) { return ask_store(store, {.what = action::kind::resolve, .at = at}); }
};

outcome_of_run run_blocked(const any_policy& policy, random_key key,
                           const std::vector<scripted_answer>& script) {
  manual_clock clock;
  scripted_store store{script, &clock};
  scripted_io io{store};
  witnessed op{policy, key, [&] { return clock.now(); }};
  run_blocking(op, io, clock);
  return {op.trace(), op.result(), store.calls().size()};
}

/// Virtual time: every answer and every end of a wait is an event of the kernel.
template <class Operation>
struct virtual_world {
  sim::kernel<answer>& kernel;
  scripted_store& store;

  [[nodiscard]] time_point now() const { return kernel.now(); }
  [[nodiscard]] bool decide_takes_time() const { return false; }
  void send(const action& a) const {
    const answer come = ask_store(store, a);
    kernel.schedule(now() + store.last_took(), come);
  }
  void wait(const action& a) const { kernel.schedule(a.until, time_is(a.until)); }
  void ended() const {}
};

outcome_of_run run_in_virtual_time(const any_policy& policy, random_key key,
                                   const std::vector<scripted_answer>& script) {
  scripted_store store{script};
  const auto kernel = std::make_unique<sim::kernel<answer>>();
  witnessed op{policy, key, [&] { return kernel->now(); }};
  virtual_world<decltype(op)> world{*kernel, store};
  sim::carry_on(op, started(kernel->now()), world);
  kernel->run([&](const answer& a) { sim::carry_on(op, a, world); });
  return {op.trace(), op.result(), store.calls().size()};
}

/// Every answer takes its time on a timer of the io_context. `due`: when something happens next.
struct asio_world {
  boost::asio::io_context io{1};
  boost::asio::basic_waitable_timer<told_clock> answers{io};
  scripted_store store;
  const any_policy& policy;
  random_key key;
  told_clock::time_point due{};
  outcome_of_run run{};

  void go_to(time_point t) { due = told_clock::time_point{t.time_since_epoch()}; }
  static time_point now() { return time_point{told_clock::now().time_since_epoch()}; }
};

/// Writes down what it is told, and when a wait will end.
class asio_witness {
 public:
  explicit asio_witness(asio_world& world) : op_{world.policy, world.key}, world_{world} {}
  [[nodiscard]] bool needs_time(const answer& a) const { return op_.needs_time(a); }
  [[nodiscard]] const operation_result& result() const { return op_.result(); }
  action resume(const answer& a) {
    const action told = op_.resume(a);
    world_.run.trace.push_back({told, asio_world::now()});
    world_.go_to(told.until);
    return told;
  }

 private:
  operation<any_policy> op_;
  asio_world& world_;
};

struct asio_io {
  asio_world& world;
  answer came{};

  asio_witness make_operation() const { return asio_witness{world}; }
  void start(const action& a, waker& to) {
    came = ask_store(world.store, a);
    world.go_to(asio_world::now() + world.store.last_took());
    world.answers.expires_at(world.due);
    world.answers.async_wait([&to](const boost::system::error_code&) { to.wake(); });
  }
  [[nodiscard]] answer collect() const { return came; }
  static answer decide(version) { return decided(); }
  static operation_result finish(const operation_result& how) { return how; }
};

outcome_of_run run_by_asio(const any_policy& policy, random_key key,
                           const std::vector<scripted_answer>& script) {
  told_clock::current = {};
  asio_world world{.store = scripted_store{script}, .policy = policy, .key = key};
  bool over = false;
  async_run<told_clock>(asio_io{world}, world.io.get_executor(),
                        [&](const std::exception_ptr&, const operation_result& how) {
                          world.run.result = how;
                          over = true;
                        });
  while (!over) {
    world.io.poll();
    told_clock::current = std::max(told_clock::current, world.due);
  }
  world.run.calls = world.store.calls().size();
  return std::move(world.run);
}

/// Reads that mostly succeed and appends that mostly do not, of any class, each taking its time.
std::vector<scripted_answer> draw_script(random_source& random) {
  std::vector<scripted_answer> script;
  version current = random.uniform(0, 5);
  for (int i = 0; i < 60; ++i) {
    scripted_answer a{.current = current, .took = duration{random.uniform(0, 20'000'000)}};
    switch (random.uniform(0, 9)) {
      case 0:
        a.error = store_errc::throttled;
        a.retry_after = duration{random.uniform(0, 50'000'000)};
        break;
      case 1:
        a.error = store_errc::unavailable;
        break;
      case 2:
        a.error = store_errc::unanswered;
        break;
      case 3:
      case 4:
      case 5:
        a.error = store_errc::version_conflict;
        a.current = current += random.uniform(0, 3);
        break;
      default:
        break;
    }
    script.push_back(a);
  }
  return script;
}

struct follow_commits {
  [[nodiscard]] decision next(const attempt_facts& facts, random_source& random) const {
    return retry_on_commit(facts.current, duration{random.uniform(0, 30'000'000)});
  }
};

std::vector<any_policy> policies() {
  std::vector<any_policy> all{
      {.backoff = none{}, .limits = {.attempts = 5}},
      {.backoff = fixed{.delay = 7ms}, .limits = {.attempts = 6}},
      {.backoff = exponential{.base = 3ms}, .limits = {.attempts = 8, .deadline = 400ms}},
      {.backoff = adaptive{}, .limits = {.deadline = 2s}},
      {.backoff = detailed_conflict{}, .limits = {.attempts = 20}},
      {.backoff = follow_commits{}, .limits = {.attempts = 9, .deadline = 900ms}},
      {.backoff = jitter{}, .limits = {.attempts = 9, .retry = {outcome::conflict}}},
      {.backoff = jitter{}, .limits = {.attempts = 9, .resolve = false}}};
  for (const auto& [mode, name] : names(jitter_mode{}))
    all.push_back({.backoff = jitter{.mode = mode}, .limits = {.attempts = 12, .deadline = 3s}});
  return all;
}

/// Guards remember, so that each run gets its own, made alike.
any_policy with_guards(any_policy policy, bool wanted) {
  if (!wanted) return policy;
  policy.guards = {std::make_shared<breaker>(breaker_options{.min_outcomes = 3, .open_for = 40ms},
                                             random_key{5}),
                   std::make_shared<budget>(budget_options{.retry_share = {0.5}, .reserve = {1}},
                                            random_key{6})};
  return policy;
}

std::string describe(const outcome_of_run& run) {
  std::ostringstream text;
  text << to_string(run.result.end) << " (" << to_string(run.result.why) << ") after " << run.calls
       << " calls:";
  for (const step& s : run.trace)
    text << ' ' << static_cast<int>(s.told.what) << '@' << s.at.time_since_epoch().count();
  return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parity)

BOOST_AUTO_TEST_CASE(every_driver_is_told_the_same_at_the_same_times) {
  std::vector<int> endings(ending_count);
  std::uint64_t number = 0;
  for (const any_policy& policy : policies())
    for (const bool guarded : {false, true})
      for (int i = 0; i < 100; ++i) {
        const random_key key = random_key{17}.with(++number);
        random_source random{key};
        const auto script = draw_script(random);
        const outcome_of_run blocked = run_blocked(with_guards(policy, guarded), key, script);
        const outcome_of_run simulated =
            run_in_virtual_time(with_guards(policy, guarded), key, script);
        BOOST_REQUIRE_MESSAGE(
            blocked.trace == simulated.trace && blocked.result == simulated.result,
            "blocking: " << describe(blocked) << "\n  virtual:  " << describe(simulated));
        const outcome_of_run by_asio = run_by_asio(with_guards(policy, guarded), key, script);
        BOOST_REQUIRE_MESSAGE(
            blocked.trace == by_asio.trace && blocked.result == by_asio.result,
            "blocking: " << describe(blocked) << "\n  Asio:     " << describe(by_asio));
        ++endings[static_cast<std::size_t>(blocked.result.end)];
      }
  // The scripts reach far enough: operations commit, give up, and are rejected by guards.
  BOOST_TEST(endings[static_cast<std::size_t>(ending::committed)] > 500);
  BOOST_TEST(endings[static_cast<std::size_t>(ending::gave_up)] > 200);
  BOOST_TEST(endings[static_cast<std::size_t>(ending::rejected)] > 50);
}

BOOST_AUTO_TEST_SUITE_END()
