// The everyday call, on the in-memory store and on scripted ones: what it reads and writes is
// looked at call by call.
#include <cstdint>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <store/events.hpp>
#include <store/scripted_io.hpp>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

const policy<fixed> wait_10ms{.backoff = {.delay = 10ms}, .limits = {.attempts = 5}};

struct account {
  std::int64_t balance = 0;
  int applied = 0;
  void apply(const event& e) {
    balance += e.data.value("amount", std::int64_t{0});
    ++applied;
  }
};

new_event amount(std::int64_t by) { return {.type = "Changed", .data = {{"amount", by}}}; }

auto deposit(std::int64_t by) {
  return [by](const account&) { return amount(by); };
}

enum class refusal { overdrawn };

/// Writes itself down.
struct notebook final : observer {
  std::vector<std::string> lines{};
  void attempt_failed(std::string_view actor, const attempt_facts& f) override {
    lines.push_back(fmt::format("{} {} {}", actor, to_string(f.last), f.current));
  }
  void waiting(std::string_view actor, const attempt_facts&, duration wait) override {
    lines.push_back(fmt::format("{} waits {} ms", actor, wait / 1ms));
  }
  void resolving(std::string_view actor, const attempt_facts&) override {
    lines.push_back(fmt::format("{} resolves", actor));
  }
  void ended(std::string_view actor, const operation_result& r) override {
    lines.push_back(fmt::format("{} {}", actor, to_string(r.end)));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(executing)

BOOST_AUTO_TEST_CASE(what_is_decided_is_stored_with_everything_filled_in) {
  memory_store store;
  manual_clock clock;
  clock.advance(5s);
  const auto done = execute<account>(store, "a", wait_10ms,
                                     [](const account&) {
                                       return new_event{.type = "Changed",
                                                        .data = {{"amount", 5}},
                                                        .metadata = {{"user", "u"}},
                                                        .command_id = "c"};
                                     },
                                     {.clock = &clock});
  BOOST_TEST(done.committed());
  BOOST_TEST(done.how.attempts == 1U);
  const auto events = store.get_events("a").value();
  BOOST_REQUIRE(events.size() == 1U);
  BOOST_TEST((done.events == events));
  const event& e = *events.front();
  BOOST_TEST(e.type == "Changed");
  BOOST_TEST(e.actor_id == "a");
  BOOST_TEST(e.version == 1);
  BOOST_TEST(e.data["amount"] == 5);
  BOOST_TEST(e.metadata.at("user") == "u");
  BOOST_TEST(e.command_id.value() == "c");
  BOOST_TEST((e.timestamp == timestamp{5s}));
  BOOST_TEST(!e.id.empty());
}

BOOST_AUTO_TEST_CASE(the_state_returned_includes_what_was_written) {
  memory_store store;
  execute<account>(store, "a", wait_10ms, deposit(100));
  const auto done = execute<account>(store, "a", wait_10ms, deposit(-30));
  BOOST_TEST(done.state.balance == 70);
  BOOST_TEST(done.state.applied == 2);
  BOOST_TEST(done.how.current == 2);
}

BOOST_AUTO_TEST_CASE(without_a_state_the_decision_sees_the_events) {
  memory_store store;
  store.append("a", expected_version::any(), events_at("a", {1, 4})).value();
  version seen = 0;
  const auto done = execute(store, "a", wait_10ms, [&](const history& h) {
    seen = h.latest();
    return amount(1);
  });
  BOOST_TEST(seen == 4);
  BOOST_TEST(done.how.current == 5);
  BOOST_TEST(done.state.events.size() == 3U);
}

BOOST_AUTO_TEST_CASE(several_events_are_written_together) {
  memory_store store;
  const auto done = execute<account>(store, "a", wait_10ms, [](const account&) {
    return std::vector<new_event>{amount(1), amount(2), amount(3)};
  });
  BOOST_TEST(done.how.current == 3);
  BOOST_TEST(done.state.balance == 6);
  std::set<std::string> ids;
  for (const event_ptr& e : store.get_events("a").value()) ids.insert(e->id);
  BOOST_TEST(ids.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_decision_may_have_nothing_to_write) {
  memory_store store;
  const auto none = execute<account>(store, "a", wait_10ms,
                                     [](const account&) { return std::optional<new_event>{}; });
  BOOST_TEST((none.how.end == ending::declined));
  BOOST_TEST(!none.refusal.has_value());
  const auto empty = execute<account>(store, "a", wait_10ms,
                                      [](const account&) { return std::vector<new_event>{}; });
  BOOST_TEST((empty.how.end == ending::declined));
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_carried_back_in_the_callers_own_words_and_not_retried) {
  memory_store store;
  execute<account>(store, "a", wait_10ms, deposit(10));
  int asked = 0;
  using answered = boost::system::result<new_event, refusal>;
  const auto withdraw = [&](std::int64_t by) {
    return execute<account>(store, "a", wait_10ms, [&asked, by](const account& a) -> answered {
      ++asked;
      if (a.balance < by) return refusal::overdrawn;
      return amount(-by);
    });
  };
  const auto refused = withdraw(11);
  BOOST_TEST((refused.how.end == ending::declined));
  BOOST_TEST((refused.refusal == refusal::overdrawn));
  BOOST_TEST(refused.state.balance == 10);
  BOOST_TEST(asked == 1);
  BOOST_TEST(withdraw(10).committed());
}

BOOST_AUTO_TEST_CASE(after_a_conflict_only_the_tail_is_read_and_the_decision_is_made_anew) {
  manual_clock clock;
  scripted_store store{{{.current = 3},
                        {.error = store_errc::version_conflict, .current = 5},
                        {.current = 5},
                        {.took = 1ms}},
                       &clock};
  std::vector<int> seen;
  const auto done = execute<account>(store, "a", wait_10ms,
                                     [&](const account& a) {
                                       seen.push_back(a.applied);
                                       return amount(1);
                                     },
                                     {.clock = &clock});
  BOOST_TEST(done.committed());
  BOOST_TEST(seen == (std::vector<int>{3, 5}), boost::test_tools::per_element());
  const auto& calls = store.calls();
  BOOST_TEST(calls[0].range.from == 1);
  BOOST_TEST((calls[2].range == event_range{.from = 4}));
  BOOST_TEST((calls[2].at == time_point{10ms}));
  BOOST_TEST((calls[3].expected == expected_version::exact(5)));
  BOOST_TEST(calls[3].events.front()->version == 6);
  BOOST_TEST(done.state.applied == 6);
  BOOST_TEST(calls[1].events.front()->id != calls[3].events.front()->id);
}

BOOST_AUTO_TEST_CASE(an_unanswered_append_is_resolved_with_the_very_same_events) {
  manual_clock clock;
  scripted_store store{{{.current = 0}, {.error = store_errc::unanswered}, {.current = 1}}, &clock};
  const auto done = execute<account>(store, "a", wait_10ms, deposit(1), {.clock = &clock});
  BOOST_TEST(done.committed());
  BOOST_TEST((store.calls()[1].events == store.calls()[2].events));
  BOOST_TEST(done.error.message() == store_error{}.message());
}

BOOST_AUTO_TEST_CASE(what_may_or_may_not_be_stored_is_said_and_handed_back) {
  manual_clock clock;
  scripted_store store{{{.current = 0}, {.error = store_errc::unanswered}}, &clock};
  const policy<fixed> hurried{.backoff = {.delay = 10ms}, .limits = {.deadline = 5ms}};
  const auto done = execute<account>(store, "a", hurried, deposit(1), {.clock = &clock});
  BOOST_TEST((done.how.why == reason::deadline));
  BOOST_TEST(done.how.unresolved);
  BOOST_TEST((done.events == store.calls()[1].events));
  BOOST_TEST(done.state.balance == 0);
}

BOOST_AUTO_TEST_CASE(the_stores_last_error_is_carried_back_whole) {
  scripted_store store{{{.current = 0}, {.error = store_errc::permission_denied}}};
  const auto done = execute<account>(store, "a", wait_10ms, deposit(1));
  BOOST_TEST((done.how.why == reason::permanent));
  BOOST_TEST((done.error.code == store_errc::permission_denied));
  BOOST_TEST(done.error.actor == "a");
  BOOST_TEST(done.events.empty());
}

BOOST_AUTO_TEST_CASE(a_bad_event_is_refused_with_the_stores_own_words) {
  memory_store store;
  const auto done =
      execute<account>(store, "a", wait_10ms, [](const account&) { return new_event{}; });
  BOOST_TEST((done.how.why == reason::permanent));
  BOOST_TEST(done.error.detail == "event 1 of 1: its type is empty");
}

BOOST_AUTO_TEST_CASE(at_the_highest_version_an_append_is_refused) {
  memory_store store;
  store.save_event(event_at("a", max_version)).value();
  const auto two = execute<account>(store, "a", wait_10ms, [](const account&) {
    return std::vector<new_event>{amount(1), amount(1)};
  });
  BOOST_TEST((two.error.code == store_errc::invalid_event));
}

BOOST_AUTO_TEST_CASE(an_observer_hears_of_everything_with_the_actor) {
  manual_clock clock;
  scripted_store store{{{.current = 3},
                        {.error = store_errc::version_conflict, .current = 4},
                        {.current = 4},
                        {.error = store_errc::unanswered},
                        {.took = 1ms}},
                       &clock};
  notebook observer;
  execute<account>(store, "a", wait_10ms, deposit(1), {.observer = &observer, .clock = &clock});
  const std::vector<std::string> expected = {"a conflict 4", "a waits 10 ms", "a ambiguous 4",
                                             "a resolves",   "a waits 10 ms", "a committed"};
  BOOST_TEST(observer.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it) {
  memory_store store;
  std::stop_source source;
  source.request_stop();
  const auto done =
      execute<account>(store, "a", wait_10ms, deposit(1), {.stop = source.get_token()});
  BOOST_TEST((done.how.end == ending::cancelled));
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

BOOST_AUTO_TEST_CASE(what_a_decision_throws_reaches_the_caller) {
  memory_store store;
  const auto bad = [](const account&) -> new_event { throw std::runtime_error{"no"}; };
  BOOST_CHECK_THROW(execute<account>(store, "a", wait_10ms, bad), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_typed_and_the_erased_policy_do_the_same) {
  const auto times = [](const auto& p) {
    manual_clock clock;
    std::vector<scripted_answer> answers;
    for (version v = 0; v < 7; ++v) {
      answers.push_back({.current = v});
      answers.push_back({.error = store_errc::version_conflict, .current = v + 1});
    }
    scripted_store store{answers, &clock};
    execute<account>(store, "a", p, deposit(1), {.seed = 3, .clock = &clock});
    std::vector<time_point> at;
    for (const scripted_call& c : store.calls()) at.push_back(c.at);
    return at;
  };
  const limits seven{.attempts = 7};
  const auto typed = times(policy<jitter>{.limits = seven});
  BOOST_TEST((typed == times(any_policy{.backoff = jitter{}, .limits = seven})));
  BOOST_TEST(typed.size() == 14U);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_ids_and_another_gives_others) {
  const auto ids = [](std::uint64_t seed) {
    memory_store store;
    execute(store, "a", wait_10ms,
            [](const history&) {
              return std::vector<new_event>{amount(1), amount(2)};
            },
            {.seed = seed});
    std::vector<std::string> found;
    for (const event_ptr& e : store.get_events("a").value()) found.push_back(e->id);
    return found;
  };
  BOOST_TEST((ids(1) == ids(1)));
  BOOST_TEST(ids(1)[0] != ids(2)[0]);
  BOOST_TEST(ids(1)[0] != ids(1)[1]);
}

BOOST_AUTO_TEST_CASE(an_id_of_the_callers_own_is_kept) {
  memory_store store;
  execute<account>(store, "a", wait_10ms,
                   [](const account&) { return new_event{.type = "Changed", .id = "mine"}; });
  BOOST_TEST(store.get_events("a").value().front()->id == "mine");
}

BOOST_AUTO_TEST_CASE(ids_are_version_4_uuids_and_all_different) {
  const std::regex uuid{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
  std::set<std::string> ids;
  for (int operation = 0; operation < 100; ++operation) {
    const auto keys = fresh_keys();
    for (std::uint64_t i = 0; i < 10; ++i) {
      const std::string id = detail::event_id(keys, i);
      BOOST_REQUIRE(std::regex_match(id, uuid));
      ids.insert(id);
    }
  }
  BOOST_TEST(ids.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
