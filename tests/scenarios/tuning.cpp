// What tuning is told and what it searches: goals as text, and for every backoff that there is the
// settings that its declaration allows.
#include <set>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/random.hpp>
#include <contend/scenarios/tuning/race.hpp>

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

std::string wrong_goal(const std::string& text) {
  return mistakes_of([&] { parse_goal(text); });
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

config::node kind(std::string_view name) { return config::node{std::string{name}}; }

/// Six writers for two seconds; the policy to tune is the second one.
scenario small_closed_loop() {
  return read_scenario(R"({
    "replications": 6,
    "run": { "for": "2s" },
    "network": { "hop": { "normal": { "mean": "10ms", "stddev": "2ms" } } },
    "workload": { "writers": 6, "arrivals": { "closed": { "think": "5ms" } } },
    "policies": {
      "none": { "backoff": "none" },
      "full": { "backoff": "jitter", "limits": { "attempts": 8, "deadline": "1s" } }
    } })",
                       "x.json");
}

struct raced_to {
  std::string backoff;
  std::size_t tried;
  std::uint64_t runs;
  friend bool operator==(const raced_to&, const raced_to&) = default;
};

raced_to raced(unsigned jobs, std::uint64_t seed) {
  scenario s = small_closed_loop();
  sim::scenario_model& model = s.points.front().model;
  model.seed = seed;
  const goal wanted = parse_goal("minimise latency.p99 subject to failure_rate < 5%");
  const search_space space{kind("jitter"), 1s};
  const race_options how{.settings = 12, .generations = 2, .replications = 6, .jobs = jobs};
  race r{model, model.policies[1], wanted, space, how};
  BOOST_TEST(r.run());
  BOOST_TEST(!r.front().empty());
  return {config::to_text(space.backoff_at(r.winner().at)), r.tried(), r.runs()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tuning)

BOOST_AUTO_TEST_CASE(a_goal_is_a_metric_a_direction_and_limits) {
  const goal g =
      parse_goal("minimise latency.p99 subject to appends_per_commit < 2 and goodput > 30/s");
  BOOST_TEST(g.metric->name == "latency.p99");
  BOOST_TEST(g.minimise);
  BOOST_TEST_REQUIRE(g.constraints.size() == 2U);
  BOOST_TEST(g.constraints[0].metric->name == "appends_per_commit");
  BOOST_TEST(g.constraints[0].below);
  BOOST_TEST(g.constraints[0].limit == 2);
  BOOST_TEST(!g.constraints[1].below);
  BOOST_TEST(g.constraints[1].limit == 30);
  BOOST_TEST(!parse_goal("maximize goodput").minimise);
  BOOST_TEST(!parse_goal("goodput").minimise);
  BOOST_TEST(parse_goal("conflict_rate").minimise);
}

BOOST_AUTO_TEST_CASE(a_goal_that_is_none_says_what_is_wrong) {
  BOOST_TEST(has(wrong_goal("minimise latncy.p99"), "did you mean \"latency.p99\"?"));
  BOOST_TEST(has(wrong_goal(""), "is missing"));
  BOOST_TEST(has(wrong_goal("operations"), "neither better low nor high"));
  BOOST_TEST(has(wrong_goal("maximise collapse"), "of a whole sweep"));
  BOOST_TEST(has(wrong_goal("goodput subject to appends"), "METRIC < VALUE"));
  BOOST_TEST(has(wrong_goal("goodput subject to apends < 3"), "did you mean \"appends\"?"));
  BOOST_TEST(has(wrong_goal("goodput subject to appends < 3 for \"a\""), "of one policy"));
}

BOOST_AUTO_TEST_CASE(every_setting_of_every_backoff_is_one_that_it_takes) {
  all_backoffs::for_each([]<class B>() {
    const search_space space{kind(B::name), duration::zero()};
    BOOST_TEST(space.kind() == B::name);
    BOOST_TEST(space.parameters().size() == std::tuple_size_v<decltype(B::fields())>);
    random_source random{random_key{3}};
    for (int i = 0; i < 50; ++i) {
      search_space::setting at;
      for (std::size_t d = 0; d < space.parameters().size(); ++d)
        at.push_back(i == 0 ? 0 : i == 1 ? 1 : random.unit());
      const std::string text = "{ \"backoff\": " + config::to_text(space.backoff_at(at)) + " }";
      const any_policy read = config::read_policy(text);
      BOOST_TEST(read.backoff.target<B>() != nullptr, text);
    }
  });
}

BOOST_AUTO_TEST_CASE(a_policy_as_it_stands_is_a_setting) {
  const auto backoff = config::object_of(
      {{"jitter", config::object_of({{"mode", kind("equal")}, {"base", kind("20ms")}})}});
  const search_space space{backoff, duration::zero()};
  const auto texts = space.texts(space.as_it_stands());
  BOOST_TEST(texts == (std::vector<std::string>{"equal", "20ms", "2s", "50%"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_wait_is_longer_than_the_deadline) {
  const search_space space{kind("fixed"), 300ms};
  BOOST_TEST(space.texts({1, 0}).front() == "300ms");
  // Nor where it is named, unless its own range says so.
  search_space named{kind("jitter"), 300ms};
  named.narrow("cap", "", "");
  BOOST_TEST(named.texts({1}).front() == "300ms");
  named.narrow("cap", "", "2s");
  BOOST_TEST(named.texts({1}).front() == "2s");
}

BOOST_AUTO_TEST_CASE(no_base_is_above_its_cap) {
  search_space space{kind("jitter"), duration::zero()};
  space.narrow("base", "1ms", "1s");
  space.narrow("cap", "10ms", "1s");
  BOOST_TEST(space.texts({1, 0}) == (std::vector<std::string>{"10ms", "10ms"}),
             boost::test_tools::per_element());
  BOOST_TEST(has(config::to_text(space.backoff_at({1, 0})), "\"base\": \"10ms\""));
  BOOST_TEST(space.texts({0, 1}) == (std::vector<std::string>{"1ms", "1s"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_what_is_named_varies_and_only_within_its_range) {
  search_space space{kind("jitter"), duration::zero()};
  space.narrow("base", "10ms", "40ms");
  space.narrow("mode", "", "");
  BOOST_TEST(space.parameters().size() == 2U);
  BOOST_TEST(space.texts({0, 0}).front() == "10ms");
  BOOST_TEST(space.texts({0.5, 0}).front() == "20ms");
  BOOST_TEST(space.texts({1, 0}).front() == "40ms");
  const auto refused = [](const char* name, const char* low, const char* high) {
    return mistakes_of([&] { search_space{kind("jitter"), 0ms}.narrow(name, low, high); });
  };
  BOOST_TEST(has(refused("bse", "", ""), "did you mean \"base\"?"));
  BOOST_TEST(has(refused("base", "5", "10"), "\"base\" cannot be 5"));
  BOOST_TEST(has(refused("base", "9ms", "1ms"), "9ms is not below 1ms"));
  BOOST_TEST(has(refused("factor", "10%", "200%"), "\"factor\" cannot be 200%"));
}

BOOST_AUTO_TEST_CASE(a_race_depends_on_its_seed_and_not_on_threads) {
  const raced_to one = raced(1, 5);
  BOOST_TEST((raced(3, 5) == one));
  BOOST_TEST((raced(2, 6) != one));
}

BOOST_AUTO_TEST_CASE(a_time_that_did_not_always_come_keeps_no_limit) {
  const scenario s = small_closed_loop();
  const sim::scenario_model& model = s.points.front().model;
  const goal wanted = parse_goal("goodput subject to recovery_time < 15s and deferred_delay < 15s");
  const search_space space{kind("jitter"), 1s};
  const race_options how{};
  const race r{model, model.policies[1], wanted, space, how};
  const auto kept = [&](std::size_t constraint, measure::ratio last) {
    samples seen{r.metrics().all.size()};
    for (auto& values : seen.values()) values = {measure::plain(3), measure::plain(3)};
    seen.values()[0].push_back(measure::plain(1));
    for (const std::size_t i : {0U, 1U})
      seen.values()[watched_metrics::of_constraint(i)].push_back(
          i == constraint ? last : measure::plain(3));
    return r.constraints_of(seen);
  };
  BOOST_TEST((kept(0, measure::plain(3)) == keeps::clearly));
  BOOST_TEST((kept(0, measure::nothing) == keeps::no));
  BOOST_TEST((kept(1, measure::nothing) == keeps::clearly));  // nothing was deferred
}

BOOST_AUTO_TEST_CASE(a_race_can_be_stopped) {
  const scenario s = small_closed_loop();
  const sim::scenario_model& model = s.points.front().model;
  const goal wanted = parse_goal("goodput");
  const search_space space{kind("jitter"), 1s};
  std::stop_source stop;
  stop.request_stop();
  const race_options how{.stop = stop.get_token()};
  race r{model, model.policies[1], wanted, space, how};
  BOOST_TEST(!r.run());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(tuning_proof)

/// On the hot key, cut to 12 seconds a run: against 28 hand-set full jitters, in replications of
/// another seed, in which the best of those that keep the constraint is chosen with hindsight.
BOOST_AUTO_TEST_CASE(tuned_beats_the_best_hand_set_full_jitter_on_fresh_seeds) {
  scenario s = load("hot-key", {.settings = {"/run/for=12s", "/run/warmup=2s"}, .replications = 8});
  sim::scenario_model& model = s.points.front().model;
  const sim::policy_model full = model.policies[2];
  BOOST_REQUIRE(full.name == "full jitter");
  const goal wanted = parse_goal("minimise failure_rate subject to appends_per_commit < 4");
  const config::node* written = s.resolved.find("policies")->find(full.name);
  const search_space space{*written->find("backoff"), full.limits.deadline};
  const race_options how{.replications = 8};
  race r{model, full, wanted, space, how};
  BOOST_REQUIRE(r.run());

  std::vector<sim::policy_model> policies{r.winner().policy};
  for (const duration base : {5ms, 10ms, 20ms, 50ms, 100ms, 200ms, 500ms})
    for (const duration cap : {500ms, 1000ms, 2000ms, 5000ms}) {
      policies.push_back(full);
      policies.back().backoff = jitter{.mode = jitter_mode::full, .base = base, .cap = cap};
    }
  model.seed = 1001;
  std::vector<samples> seen(policies.size(), samples{r.metrics().all.size()});
  std::vector<sampled_policy> all;
  for (std::size_t i = 0; i < policies.size(); ++i) all.push_back({&policies[i], &seen[i]});
  BOOST_REQUIRE(sample(model, r.metrics().all, all, 0, 20, {}));

  BOOST_TEST((r.constraints_of(seen[0]) == keeps::clearly));
  std::size_t best = 0;
  for (std::size_t i = 1; i < seen.size(); ++i)
    if (r.constraints_of(seen[i]) <= keeps::by_the_mean &&
        (best == 0 || *seen[i].of(0).mean < *seen[best].of(0).mean))
      best = i;
  BOOST_REQUIRE(best != 0U);
  const auto difference = seen[0].less(seen[best], watched_metrics::of_goal);
  BOOST_REQUIRE((difference && difference->ci95));
  BOOST_TEST_MESSAGE("tuned fails " << *seen[0].of(0).mean << ", the best by hand "
                                    << *seen[best].of(0).mean << "; the difference is "
                                    << difference->ci95->first << " to "
                                    << difference->ci95->second);
  BOOST_TEST(difference->ci95->second < 0);
}

BOOST_AUTO_TEST_SUITE_END()
