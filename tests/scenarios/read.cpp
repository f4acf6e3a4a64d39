// A scenario that says everything is read into the model that the simulator takes, value by value;
// what the command line changes is found again in the model and in the resolved scenario.
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/pointer.hpp>
#include <contend/policies/guards/all.hpp>

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

const std::string everything = R"({
  "$schema": "scenario.schema.json",
  "name": "hot-key",
  "description": "64 writers in 4 services update one account",
  "seed": 7,
  "replications": 12,
  "run": { "for": "60s", "warmup": "5s", "at_most": "90s" },
  "store": {
    "service": { "read": "50us", "append": { "exponential": { "mean": "200us" } }, "servers": 2 },
    "notices": { "delay": "1ms", "loss": "1%" }
  },
  "network": { "hop": { "normal": { "mean": "10ms", "stddev": "2ms" } } },
  "workload": {
    "writers": 64,
    "nodes": 4,
    "actors": 10,
    "keys": { "zipf": { "exponent": 0.8 } },
    "arrivals": { "open": { "poisson": { "rate": "50/s" }, "max_in_flight": 9 } },
    "decision": "1ms",
    "events_per_append": 2
  },
  "guards": {
    "checkout breaker": { "breaker": { "open_for": "3s" }, "shared_by": "all" },
    "a budget": { "budget": {} }
  },
  "policies": {
    "guarded": { "backoff": { "exponential": {} }, "limits": { "attempts": 5 },
                 "guards": ["a budget", "checkout breaker"] },
    "a full jitter": { "backoff": { "jitter": { "mode": "full", "base": "5ms", "cap": "2s" } },
                       "limits": { "deadline": "5s" } }
  }
})";

scenario read(const std::string& text, const load_options& options = {}) {
  return read_scenario(text, "folder/x.json", options);
}

const config::node* resolved(const scenario& s, const std::string& pointer) {
  config::diagnostics errors;
  return config::find(s.resolved, config::parse_pointer(pointer, {}, errors));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_read)

BOOST_AUTO_TEST_CASE(every_part_of_the_workload_arrives_in_the_model) {
  const scenario s = read(everything);
  BOOST_REQUIRE(s.points.size() == 1U);
  const sim::scenario_model& m = s.points.front().model;
  BOOST_TEST(m.name == "hot-key");
  BOOST_TEST(m.seed == 7U);
  BOOST_TEST(m.replications == 12U);
  BOOST_TEST((m.run.length == 60s && m.run.warmup == 5s && m.run.at_most == 90s));
  BOOST_TEST((m.store.service.read == sim::distribution{50us}));
  BOOST_TEST((m.store.service.append == sim::distribution{sim::exponential_time{.mean = 200us}}));
  BOOST_TEST(m.store.service.servers == 2U);
  BOOST_TEST((m.store.notices->delay == sim::distribution{1ms}));
  BOOST_TEST(m.store.notices->loss.value == 0.01);
  BOOST_TEST((m.network.hop == sim::distribution{sim::normal{.mean = 10ms, .stddev = 2ms}}));
  BOOST_TEST(m.workload.writers == 64U);
  BOOST_TEST(m.workload.nodes == 4U);
  BOOST_TEST(m.workload.actors == 10U);
  BOOST_TEST(std::get<sim::zipf>(m.workload.keys).exponent == 0.8);
  const auto& open = std::get<sim::open>(m.workload.arrivals);
  BOOST_TEST(std::get<sim::poisson>(open.stream).rate.per_second == 50.0);
  BOOST_TEST((open.max_in_flight == 9U));
  BOOST_TEST((m.workload.decision == sim::distribution{1ms}));
  BOOST_TEST(m.workload.events_per_append == 2U);
}

BOOST_AUTO_TEST_CASE(policies_and_guards_keep_their_order_and_options) {
  const sim::scenario_model m = read(everything).points.front().model;
  BOOST_REQUIRE(m.policies.size() == 2U);
  BOOST_TEST(m.policies[0].name == "guarded");
  BOOST_TEST(m.policies[0].backoff.target<exponential>() != nullptr);
  BOOST_TEST(m.policies[0].limits.attempts == 5U);
  BOOST_TEST((m.policies[0].guards == std::vector<std::string>{"a budget", "checkout breaker"}));
  BOOST_TEST(m.policies[1].name == "a full jitter");
  BOOST_TEST((m.policies[1].backoff.target<jitter>()->cap == 2s));
  BOOST_TEST((m.policies[1].limits.deadline == 5s));
  BOOST_TEST(m.policies[1].limits.attempts == 0U);

  BOOST_REQUIRE(m.guards.size() == 2U);
  BOOST_TEST(m.guards[0].name == "checkout breaker");
  BOOST_TEST((m.guards[0].shared_by == sharing::all));
  BOOST_TEST(dynamic_cast<breaker*>(m.guards[0].make(random_key{1}).get()) != nullptr);
  BOOST_TEST((m.guards[1].shared_by == sharing::node));
  BOOST_TEST(dynamic_cast<budget*>(m.guards[1].make(random_key{1}).get()) != nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_left_out_has_its_default_and_the_name_is_the_files) {
  const sim::scenario_model m = read(small()).points.front().model;
  BOOST_TEST(m.name == "x");
  BOOST_TEST(m.seed == 1U);
  BOOST_TEST(m.replications == 30U);
  BOOST_TEST(m.workload.writers == 1U);
  BOOST_TEST(m.network.hop.is_zero());
  BOOST_TEST(!m.store.notices.has_value());
}

BOOST_AUTO_TEST_CASE(settings_change_the_model_and_the_resolved_scenario) {
  const scenario s =
      read(everything,
           {.settings = {"/workload/writers=32", "/policies/a full jitter/backoff/jitter/base=10ms",
                         "/workload/keys=uniform", "/policies/new={\"backoff\": \"none\"}"},
            .seed = 18446744073709551615U,
            .replications = 3});
  const sim::scenario_model& m = s.points.front().model;
  BOOST_TEST(m.workload.writers == 32U);
  BOOST_TEST((m.policies[1].backoff.target<jitter>()->base == 10ms));
  BOOST_TEST(std::holds_alternative<sim::uniform_keys>(m.workload.keys));
  BOOST_TEST(m.policies.back().name == "new");
  BOOST_TEST(m.seed == 18446744073709551615U);
  BOOST_TEST(m.replications == 3U);
  BOOST_TEST(resolved(s, "/workload/writers")->number() == 32.0);
  BOOST_TEST(*resolved(s, "/seed")->as<std::uint64_t>() == 18446744073709551615U);
  BOOST_TEST(*resolved(s, "/policies/a full jitter/backoff/jitter/base")->as<std::string>() ==
             "10ms");
}

BOOST_AUTO_TEST_CASE(only_the_policies_that_are_asked_for_remain) {
  const scenario s = read(everything, {.policies = {"a full jitter"}});
  BOOST_REQUIRE(s.points.front().model.policies.size() == 1U);
  BOOST_TEST(s.points.front().model.policies.front().name == "a full jitter");
  BOOST_TEST(resolved(s, "/policies/guarded") == nullptr);
  const scenario both = read(everything, {.policies = {"a full jitter", "guarded"}});
  BOOST_TEST(both.points.front().model.policies.front().name == "guarded");  // the file's order
}

BOOST_AUTO_TEST_CASE(a_resolved_scenario_is_a_scenario_and_resolves_to_itself) {
  const scenario s = read(everything);
  const scenario again = read(config::to_text(s.resolved));
  BOOST_TEST((again.resolved == s.resolved));
}

BOOST_AUTO_TEST_SUITE_END()
