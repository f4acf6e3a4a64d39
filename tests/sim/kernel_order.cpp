// The order of events against a model that cannot be wrong: a priority queue of (time, sequence
// number), fed by the same schedule. Random schedules with fixed seeds, some two million events, of
// the shapes that take different ways through the kernel's queue: ties, bursts, spans from a
// nanosecond to a century. And schedules in one go, against a stable sort.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/sim/kernel.hpp>

using namespace contend;

namespace {

using nanoseconds = std::int64_t;

/// A kernel and its model, side by side.
class twins {
 public:
  struct message {
    std::uint64_t sequence = 0;
    std::uint64_t other = 0;  ///< Says the same in other bits: an entry must not be torn.
  };

  void schedule(nanoseconds at) {
    events.schedule(time_point{duration{at}}, {sequence_, ~sequence_});
    model_.emplace(at, sequence_++);
  }

  /// To be called for each event.
  void happened(const message& m) {
    const bool same = !model_.empty() && model_.top() == std::pair{now(), m.sequence} &&
                      m.other == ~m.sequence && events.size() + 1 == model_.size();
    if (!same) ++wrong;
    if (!model_.empty()) model_.pop();
  }

  [[nodiscard]] nanoseconds now() const { return events.now().time_since_epoch().count(); }

  sim::kernel<message> events{};
  int wrong = 0;

 private:
  using expected = std::pair<nanoseconds, std::uint64_t>;

  std::priority_queue<expected, std::vector<expected>, std::greater<>> model_{};
  std::uint64_t sequence_ = 0;
};

using increment = nanoseconds (*)(random_source&);

/// Each event schedules none to two, and more while few are pending, until `total` have been.
void run_like_the_model(increment ahead, std::size_t pending, int total) {
  twins both;
  random_source random{random_key{pending}};
  for (std::size_t i = 0; i < pending; ++i) both.schedule(ahead(random));
  int handled = 0;
  both.events.run([&](const twins::message& m) {
    both.happened(m);
    if (++handled >= total) return;
    for (auto more = random.uniform(0, 2); more > 0 || both.events.size() < (pending + 1) / 2;
         --more)
      if (both.events.size() < 2 * pending) both.schedule(both.now() + ahead(random));
  });
  BOOST_TEST(both.wrong == 0);
  BOOST_TEST(both.events.empty());
  BOOST_TEST(handled >= total);
}

nanoseconds few_values(random_source& r) { return r.uniform(0, 3); }
nanoseconds mostly_now(random_source& r) { return std::max<nanoseconds>(0, r.uniform(-50, 3)); }
nanoseconds hops(random_source& r) { return 10'000'000 + r.uniform(-2'000'000, 2'000'000); }
nanoseconds ties_of_milliseconds(random_source& r) { return r.uniform(0, 20) * 1'000'000; }
nanoseconds every_scale(random_source& r) {
  return r.uniform(0, nanoseconds{1} << r.uniform(0, 40));
}

std::vector<nanoseconds> times_of(std::vector<std::pair<nanoseconds, std::uint64_t>> all) {
  std::vector<nanoseconds> times;
  for (const auto& [at, sequence] : all) times.push_back(at);
  return times;
}

/// Schedules all at once and compares with a stable sort.
void sorts_stably(const std::vector<nanoseconds>& times) {
  std::vector<std::pair<nanoseconds, std::uint64_t>> expected;
  sim::kernel<std::uint64_t> events;
  for (const nanoseconds at : times) {
    events.schedule(time_point{duration{at}}, expected.size());
    expected.emplace_back(at, expected.size());
  }
  std::ranges::stable_sort(expected, {}, [](const auto& e) { return e.first; });
  std::vector<std::pair<nanoseconds, std::uint64_t>> found;
  events.run([&](std::uint64_t sequence) {
    found.emplace_back(events.now().time_since_epoch().count(), sequence);
  });
  BOOST_TEST((found == expected));
  BOOST_TEST(std::ranges::is_sorted(times_of(found)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_order)

BOOST_AUTO_TEST_CASE(random_schedules_happen_as_in_the_model) {
  for (const increment ahead : {few_values, mostly_now, hops, ties_of_milliseconds, every_scale})
    for (const auto& [pending, total] : {std::pair<std::size_t, int>{1, 20'000},
                                         {10, 50'000},
                                         {33, 50'000},
                                         {100, 100'000},
                                         {10'000, 200'000}})
      run_like_the_model(ahead, pending, total);
}

BOOST_AUTO_TEST_CASE(spans_stops_and_events_in_between_change_no_order) {
  for (const increment ahead : {few_values, hops, ties_of_milliseconds, every_scale}) {
    twins both;
    random_source random{random_key{4}};
    for (int span = 0; span < 20'000; ++span) {
      for (auto more = random.uniform(0, 20); more > 0; --more)
        both.schedule(both.now() + ahead(random));
      auto stop_after = random.uniform(1, 40);
      both.events.run_until(time_point{duration{both.now() + ahead(random)}},
                            [&](const twins::message& m) {
                              both.happened(m);
                              if (--stop_after == 0) both.events.stop();
                            });
    }
    both.events.run([&](const twins::message& m) { both.happened(m); });
    BOOST_TEST(both.wrong == 0);
    BOOST_TEST(both.events.empty());
  }
}

BOOST_AUTO_TEST_CASE(many_events_at_one_time_stay_first_in_first_out_while_handlers_add_to_them) {
  for (const nanoseconds at :
       {nanoseconds{0}, nanoseconds{63}, nanoseconds{64}, nanoseconds{1} << 40}) {
    twins both;
    for (int i = 0; i < 5'000; ++i) both.schedule(at);
    both.schedule(at + 1);
    int added = 0;
    both.events.run([&](const twins::message& m) {
      both.happened(m);
      if (added++ < 20'000) both.schedule(both.now());
    });
    BOOST_TEST(both.wrong == 0);
    BOOST_TEST(added == 25'001);
  }
}

BOOST_AUTO_TEST_CASE(a_handler_can_fill_the_time_just_ahead_with_more_than_is_pending) {
  twins both;
  random_source random{random_key{5}};
  int bursts = 200;
  both.schedule(nanoseconds{1} << 45);
  both.events.run([&](const twins::message& m) {
    both.happened(m);
    if (m.sequence % 100 != 0 || bursts-- <= 0) return;
    for (int i = 0; i < 300; ++i) both.schedule(both.now() + random.uniform(0, 300));
    both.schedule(both.now() + random.uniform(0, nanoseconds{1} << 30));
  });
  BOOST_TEST(both.wrong == 0);
  BOOST_TEST(bursts <= 0);
}

BOOST_AUTO_TEST_CASE(a_schedule_in_one_go_is_a_stable_sort) {
  random_source random{random_key{6}};
  std::vector<nanoseconds> times(300'000);
  for (const nanoseconds range : {nanoseconds{10}, nanoseconds{1000}, nanoseconds{1} << 50}) {
    for (nanoseconds& at : times) at = random.uniform(0, range);
    sorts_stably(times);
  }
}

BOOST_AUTO_TEST_CASE(times_lie_as_far_apart_as_they_can) {
  std::vector<nanoseconds> times{0, end_of_time.time_since_epoch().count() - 1};
  for (int bit = 0; bit <= 62; ++bit)
    for (nanoseconds around = -1; around <= 1; ++around)
      for (int tie = 0; tie < 40; ++tie) times.push_back((nanoseconds{1} << bit) + around);
  random_source random{random_key{7}};
  for (std::size_t i = times.size(); i-- > 1;)
    std::swap(times[i],
              times[static_cast<std::size_t>(random.uniform(0, static_cast<nanoseconds>(i)))]);
  sorts_stably(times);
}

BOOST_AUTO_TEST_SUITE_END()
