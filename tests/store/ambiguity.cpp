// One acknowledgement in five is lost, under eight threads that do 10,000 operations each: every
// effect is stored exactly once, found by the ids that the operations chose. The same check fails
// where resolving is switched off.
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/policies/backoffs/all.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/faulty_store.hpp>
#include <contend/store/testing/manual_clock.hpp>
#include <contend/store/testing/recorded_backoff.hpp>

using namespace contend;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

constexpr int threads = 8;
constexpr int each = 10'000;
constexpr int actors = 16;

/// Not the events themselves: folding thousands of them again and again is not what is tested.
struct position {
  version at = 0;
  void apply(const event& e) { at = e.version; }
};

struct tally {
  int committed = 0;
  int effects = 0;  ///< Different ones.
  int twice = 0;    ///< Stored more than once.
  std::uint64_t lost = 0;
};

/// Each operation's effect has a name of its own, which all events that it ever makes carry.
tally run(bool resolve) {
  memory_store behind;
  faulty_store store{behind, {.seed = 7, .lost_acks = 0.2}};
  const policy<none> p{
      .limits = {.retry = {outcome::conflict, outcome::ambiguous}, .resolve = resolve}};
  std::atomic<int> committed{0};
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t)
      running.emplace_back([&, t] {
        for (int i = 0; i < each; ++i) {
          const auto effect = [&](const position&) {
            return new_event{.type = "Effect", .command_id = fmt::format("{}/{}", t, i)};
          };
          // Many short streams: each operation reads its actor's from the start.
          const std::string actor = fmt::format("a{}", (t + i) % actors + actors * (i / 160));
          if (execute<position>(store, actor, p, effect).committed()) ++committed;
        }
      });
  }
  std::map<std::string, int> stored;
  for (int a = 0; a < actors * (each / 160 + 1); ++a)
    for (const event_ptr& e : behind.get_events(fmt::format("a{}", a)).value())
      ++stored[e->command_id.value()];
  tally found{.committed = committed, .effects = static_cast<int>(stored.size())};
  for (const auto& [effect, times] : stored) found.twice += times > 1 ? 1 : 0;
  found.lost = store.counts().lost_acks;
  return found;
}

/// The check: all committed, all stored, nothing twice.
bool exactly_once(const tally& found) {
  return found.committed == threads * each && found.effects == threads * each && found.twice == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ambiguity)

BOOST_AUTO_TEST_CASE(every_effect_is_stored_exactly_once_when_unanswered_appends_are_resolved) {
  const tally found = run(true);
  BOOST_TEST(found.lost > 15'000U);
  BOOST_TEST(exactly_once(found), found.committed << " committed, " << found.effects << " effects, "
                                                  << found.twice << " twice");
}

BOOST_AUTO_TEST_CASE(the_same_check_fails_when_they_are_not_resolved) {
  const tally found = run(false);
  BOOST_TEST(!exactly_once(found));
  BOOST_TEST(found.committed == threads * each);
  BOOST_TEST(found.twice > 10'000);
}

BOOST_AUTO_TEST_CASE(faults_come_true_as_often_as_told_and_the_same_for_the_same_seed) {
  const auto run_once = [] {
    manual_clock clock;
    memory_store behind;
    faulty_store store{behind,
                       {.seed = 3,
                        .unavailable = 0.1,
                        .throttled = 0.2,
                        .lost_acks = 0.1,
                        .lost_appends = 0.1,
                        .delays = 0.5,
                        .retry_after = 7ms,
                        .delay = 10ms,
                        .clock = &clock}};
    for (version v = 1; v <= 2000; ++v) {
      const auto stored = store.save_event(
          make_event({.id = fmt::format("{}", v), .type = "T", .actor_id = "a", .version = v}));
      if (!stored && stored.error().code == store_errc::throttled)
        BOOST_TEST((stored.error().retry_after == 7ms));
    }
    return std::tuple{store.counts(), behind.get_events("a").value().size(), clock.now()};
  };
  const auto [counts, stored, time] = run_once();
  BOOST_TEST((run_once() == std::tuple{counts, stored, time}));
  const auto about = [](std::uint64_t n, std::uint64_t expected) {
    BOOST_TEST(n > expected * 8 / 10);
    BOOST_TEST(n < expected * 12 / 10);
  };
  about(counts.unavailable, 200);
  about(counts.throttled, 400);
  about(counts.lost_acks, 200);
  about(counts.lost_appends, 200);
  about(counts.delays, 1000);
  BOOST_TEST(stored == 2000 - counts.unavailable - counts.throttled - counts.lost_appends);
  BOOST_TEST((time > time_point{4s} && time < time_point{6s}));
}

BOOST_AUTO_TEST_CASE(recorded_waits_are_those_that_were_waited) {
  const auto waits_of = [](std::uint64_t seed) {
    manual_clock clock;
    memory_store behind;
    faulty_store store{behind, {.seed = 5, .unavailable = 0.6}};
    waits_record record;
    const policy<recorded_backoff<jitter>> p{.backoff = {.record = &record}};
    const auto done = execute(store, "a", p, [](const history&) { return new_event{.type = "T"}; },
                              {.seed = seed, .clock = &clock});
    duration sum{};
    for (const recorded_decision& d : record.decisions()) sum += d.answered.delay;
    BOOST_TEST(done.committed());
    BOOST_TEST((clock.now() == time_point{sum}));
    return record.decisions();
  };
  const auto waits = waits_of(1);
  BOOST_TEST_REQUIRE(!waits.empty());
  BOOST_TEST((waits == waits_of(1)));
  BOOST_TEST((waits != waits_of(2)));
}

BOOST_AUTO_TEST_SUITE_END()
