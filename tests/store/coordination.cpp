// Serialize and coalesce: their books on their own, then under real threads. Where a test needs
// writers to meet, the store holds its answer until they have.
#include <atomic>
#include <functional>
#include <stdexcept>
#include <store/events.hpp>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/store/coordination/coalescer.hpp>
#include <contend/store/forwarding_store.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/manual_clock.hpp>
#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

/// Counts appends, and asks before each read whether it may go on.
class watched_store final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;
  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override {
    ++appends;
    if (++inside > most_inside) most_inside = inside.load();
    auto stored = behind().append(actor, expected, events);
    --inside;
    conflicts += !stored && stored.error().is_conflict() ? 1 : 0;
    return stored;
  }
  result<std::vector<event_ptr>> get_events(std::string_view actor, event_range range) override {
    asked = true;
    while (!may_read()) std::this_thread::yield();
    return behind().get_events(actor, range);
  }
  std::function<bool()> may_read = [] { return true; };
  std::atomic<bool> asked{false};
  std::atomic<int> appends{0};
  std::atomic<int> conflicts{0};
  std::atomic<int> inside{0};
  std::atomic<int> most_inside{0};
};

struct counter {
  std::int64_t value = 0;
  void apply(const event& e) { value += e.data.at("by").get<std::int64_t>(); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(counter, value)

new_event add(std::int64_t by) { return {.type = "Added", .data = {{"by", by}}}; }

const policy<none> at_once{};

constexpr int writers = 64;

}  // namespace

BOOST_AUTO_TEST_SUITE(coordination)

BOOST_AUTO_TEST_CASE(lines_are_first_come_first_served_bounded_and_forget_the_idle) {
  lines<int, int> books{{.waiting = 2}};
  using entered = lines<int, int>::entered;
  BOOST_TEST((books.enter(1, 10) == entered::first));
  BOOST_TEST((books.enter(1, 11) == entered::queued));
  BOOST_TEST((books.enter(2, 20) == entered::first));
  BOOST_TEST((books.enter(1, 12) == entered::queued));
  BOOST_TEST((books.enter(1, 13) == entered::full));
  BOOST_TEST(!books.withdraw(1, 10));
  BOOST_TEST(books.next(1, 1) == (std::vector<int>{11}));
  BOOST_TEST((books.enter(1, 14) == entered::queued));
  BOOST_TEST(books.withdraw(1, 12));
  BOOST_TEST(books.join(1, 5) == (std::vector<int>{14}));
  BOOST_TEST(books.join(1, 5).empty());
  BOOST_TEST(books.open() == 2U);
  BOOST_TEST(books.next(1, 1).empty());
  BOOST_TEST(books.next(2, 1).empty());
  BOOST_TEST(books.open() == 0U);
}

BOOST_AUTO_TEST_CASE(serialised_writers_of_one_process_never_conflict) {
  memory_store behind;
  watched_store store{behind};
  turns one_at_a_time;
  std::atomic<int> committed{0};
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < 8; ++t)
      running.emplace_back([&] {
        for (int i = 0; i < 200; ++i)
          if (execute<counter>(store, "a", at_once, [](const counter&) { return add(1); },
                               {.turns = &one_at_a_time})
                  .committed())
            ++committed;
      });
  }
  BOOST_TEST(committed == 1600);
  BOOST_TEST(store.conflicts == 0);
  BOOST_TEST(store.appends == 1600);
  BOOST_TEST(store.most_inside == 1);
  BOOST_TEST(one_at_a_time.open() == 0U);
}

BOOST_AUTO_TEST_CASE(a_wait_for_ones_turn_ends_with_the_deadline_a_stop_or_a_full_line) {
  memory_store store;
  manual_clock clock;
  turns line{{.waiting = 1}};
  const auto ahead = line.wait("a", end_of_time, clock);
  const policy<none> in_a_second{.limits = {.deadline = 1s}};
  const auto decide = [](const counter&) { return add(1); };
  const auto late =
      execute<counter>(store, "a", in_a_second, decide, {.clock = &clock, .turns = &line});
  BOOST_TEST((late.how.why == reason::deadline));
  BOOST_TEST((clock.now() == time_point{1s}));
  std::stop_source stop;
  stop.request_stop();
  const auto stopped =
      execute<counter>(store, "a", at_once, decide, {.stop = stop.get_token(), .turns = &line});
  BOOST_TEST((stopped.how.end == ending::cancelled));
  turns none_may_wait{{.waiting = 0}};
  const auto in_front = none_may_wait.wait("a", end_of_time, clock);
  BOOST_TEST((execute<counter>(store, "a", at_once, decide, {.turns = &none_may_wait}).how.end ==
              ending::rejected));
  BOOST_TEST(execute<counter>(store, "b", at_once, decide, {.turns = &none_may_wait}).committed());
}

BOOST_AUTO_TEST_CASE(sixty_four_coalesced_writers_need_an_eighth_of_the_appends_and_keep_order) {
  memory_store serial_behind;
  watched_store serial{serial_behind};
  turns one_at_a_time;
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < writers; ++t)
      running.emplace_back([&] {
        (void)execute<counter>(serial, "a", at_once, [](const counter&) { return add(1); },
                               {.turns = &one_at_a_time});
      });
  }
  BOOST_TEST(serial.appends == writers);

  memory_store behind;
  watched_store store{behind};
  coalescer<counter, policy<none>> together{store, at_once};
  std::atomic<bool> all_here{false};
  store.may_read = [&] {
    if (together.waiting() == writers - 1) all_here = true;
    return all_here.load();
  };
  struct outcome_of_one {
    std::int64_t saw = -1;
    std::int64_t left = -1;
    version at = 0;
    std::string id{};
  };
  std::vector<outcome_of_one> got(writers);
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < writers; ++t) {
      // One after the other, so that their order is known: the first is held at its read.
      while (t > 0 && (!store.asked || together.waiting() + 1 < static_cast<std::size_t>(t)))
        std::this_thread::yield();
      running.emplace_back([&, t] {
        auto& mine = got[static_cast<std::size_t>(t)];
        const auto done = together.execute("a", [&](const counter& seen) {
          mine.saw = seen.value;
          return add(1);
        });
        if (!done.committed() || done.events.size() != 1) return;
        mine.left = done.state.value;
        mine.at = done.how.current;
        mine.id = done.events.front()->id;
      });
    }
  }
  BOOST_TEST(store.appends * 8 <= serial.appends);
  const auto events = behind.get_events("a").value();
  BOOST_TEST_REQUIRE(events.size() == static_cast<std::size_t>(writers));
  for (std::size_t t = 0; t < got.size(); ++t) {
    const outcome_of_one& one = got[t];
    BOOST_TEST(one.at == static_cast<version>(t + 1));  // in the order in which they came
    // Each decided on exactly what stood before its own event, and was told that event.
    BOOST_TEST(one.saw == one.at - 1);
    BOOST_TEST(one.left == one.at);
    BOOST_TEST(events[t]->id == one.id);
  }
}

BOOST_AUTO_TEST_CASE(members_of_a_batch_refuse_decline_and_throw_for_themselves_alone) {
  memory_store behind;
  watched_store store{behind};
  coalescer<counter, policy<none>> together{store, at_once};
  std::atomic<bool> all_here{false};
  store.may_read = [&] {
    if (together.waiting() == 3) all_here = true;
    return all_here.load();
  };
  std::atomic<int> right{0};
  {
    std::jthread leads{[&] {
      right += together.execute("a", [](const counter&) { return add(5); }).committed() ? 1 : 0;
    }};
    std::jthread refuses{[&] {
      const auto done = together.execute(
          "a", [](const counter&) -> boost::system::result<new_event, int> { return 3; });
      right += done.refusal == 3 && done.how.end == ending::declined ? 1 : 0;
    }};
    std::jthread throws{[&] {
      try {
        (void)together.execute(
            "a", [](const counter&) -> new_event { throw std::runtime_error{"mine"}; });
      } catch (const std::runtime_error&) {
        ++right;
      }
    }};
    std::jthread two{[&] {
      const auto done = together.execute("a", [](const counter& seen) {
        return std::vector<new_event>{add(seen.value), add(1)};
      });
      right += done.committed() && done.events.size() == 2 ? 1 : 0;
    }};
  }
  BOOST_TEST(right == 4);
  BOOST_TEST(behind.get_latest_version("a").value() == 3);
}

BOOST_AUTO_TEST_CASE(a_member_whose_events_are_invalid_fails_alone) {
  memory_store behind;
  watched_store store{behind};
  coalescer<counter, policy<none>> together{store, at_once};
  std::atomic<bool> all_here{false};
  store.may_read = [&] {
    if (together.waiting() == 4) all_here = true;
    return all_here.load();
  };
  std::atomic<int> committed{0};
  std::atomic<int> invalid{0};
  const auto write = [&](std::string type, std::string id) {
    const auto done = together.execute("a", [&](const counter&) {
      return new_event{.type = type, .data = {{"by", 1}}, .id = id};
    });
    committed += done.committed() ? 1 : 0;
    invalid += done.how.end == ending::gave_up && done.how.why == reason::permanent &&
                       done.error.code == store_errc::invalid_event && done.events.empty()
                   ? 1
                   : 0;
  };
  {
    std::jthread leads{[&] { write("Added", ""); }};
    while (!store.asked) std::this_thread::yield();  // the others share the next batch
    std::jthread good{[&] { write("Added", "y"); }};
    std::jthread nameless{[&] { write("", ""); }};
    std::jthread one{[&] { write("Added", "x"); }};
    std::jthread same{[&] { write("Added", "x"); }};
  }
  BOOST_TEST(committed == 3);
  BOOST_TEST(invalid == 2);
  BOOST_TEST(store.appends == 2);
  BOOST_TEST(behind.get_latest_version("a").value() == 3);
}

BOOST_AUTO_TEST_CASE(batches_load_from_snapshots_and_take_them_where_they_are_due) {
  memory_store store;
  snapshots kept{every_events{10}};
  coalescer<counter, policy<none>> together{store, at_once, {.snapshots = &kept}};
  for (int i = 1; i <= 25; ++i) {
    const auto done = together.execute("a", [](const counter&) { return add(1); });
    BOOST_TEST(done.state.value == i);
  }
  BOOST_TEST(store.get_latest_snapshot("a").value().latest->version == 20);
  BOOST_TEST(kept.metrics().taken == 2U);
  BOOST_TEST(kept.metrics().served == 15U);

  struct plain {
    void apply(const event&) {}
  };
  coalescer<plain, policy<none>> cannot{store, at_once, {.snapshots = &kept}};
  const auto done = cannot.execute("a", [](const plain&) { return add(1); });
  BOOST_TEST((done.error.code == store_errc::invalid_snapshot));
}

BOOST_AUTO_TEST_CASE(what_a_batch_leaves_without_an_answer_is_unresolved_for_its_writers_alone) {
  memory_store behind;
  scripted_store deaf{{{.current = 0}, {.error = store_errc::unanswered}}};
  const policy<none> blind{.limits = {.attempts = 1, .resolve = false}};
  detail::batch_io<counter>::members all;
  struct writer final : detail::batch_member<counter> {
    explicit writer(bool w) : writes{w} {}
    void decide(const counter&, std::vector<new_event>& wanted) override {
      if (writes) wanted.push_back(add(1));
    }
    bool writes;
  };
  writer writes{true};
  writer declines{false};
  all = {&writes, &declines};
  manual_clock clock;
  const detail::operation_keys keys = detail::keys_of(1);
  detail::batch_io<counter> io{deaf, "a", all, clock, keys};
  operation op{blind, keys.waits};
  io.finish(run_blocking(op, io, clock));
  BOOST_TEST(writes.how.unresolved);
  BOOST_TEST(writes.events.size() == 1U);
  BOOST_TEST(!declines.how.unresolved);
  BOOST_TEST((declines.how.end == ending::gave_up));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait_for_a_batch_and_not_the_batch_of_others) {
  memory_store behind;
  watched_store store{behind};
  coalescer<counter, policy<none>> together{store, at_once};
  std::atomic<bool> go{false};
  std::atomic<bool> on_its_way{false};
  store.may_read = [&] {
    on_its_way = true;
    return go.load();
  };
  std::stop_source stop;
  std::atomic<int> right{0};
  std::jthread leads{[&] {
    right += together.execute("a", [](const counter&) { return add(1); }).committed() ? 1 : 0;
  }};
  while (!on_its_way) std::this_thread::yield();
  std::jthread leaves{[&] {
    const auto done = together.execute(
        "a", [](const counter&) { return add(1); }, stop.get_token());
    right += done.how.end == ending::cancelled ? 1 : 0;
    go = true;
  }};
  while (together.waiting() == 0) std::this_thread::yield();
  stop.request_stop();
  leaves.join();
  leads.join();
  BOOST_TEST(right == 2);
  BOOST_TEST(behind.get_latest_version("a").value() == 1);
}

BOOST_AUTO_TEST_CASE(coalesced_writers_among_others_lose_and_double_nothing) {
  memory_store behind;
  watched_store store{behind};
  coalescer<counter, policy<none>> together{store, at_once, {.batch = 4}};
  std::atomic<int> committed{0};
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < 8; ++t)
      running.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) {
          const auto decide = [](const counter&) { return add(1); };
          const bool done = t < 6 ? together.execute("a", decide).committed()
                                  : execute<counter>(store, "a", at_once, decide).committed();
          committed += done ? 1 : 0;
        }
      });
  }
  BOOST_TEST(committed == 1600);
  BOOST_TEST(behind.get_latest_version("a").value() == 1600);
}

BOOST_AUTO_TEST_SUITE_END()
