// Groups, faults, arrivals and CSV files as a scenario says them: read into the model value by
// value, and mistakes shown where they stand.
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "scenarios/folder.hpp"
#include "scenarios/scenario_text.hpp"
#include <contend/policies/backoffs/jitter.hpp>

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

sim::scenario_model model(const std::string& members) {
  const load_options ten_seconds{.settings = {R"(/run={"for": "10s"})"}};
  return read_scenario(small(members), "x.json", ten_seconds).points.front().model;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_vocabulary)

BOOST_AUTO_TEST_CASE(groups_have_their_own_count_network_keys_and_arrivals) {
  const scenario s = read_scenario(small(R"("workload": { "actors": 5, "groups": {
      "near": { "writers": 3, "network": { "hop": "1ms" } },
      "far": { "writers": 4, "keys": { "zipf": {} }, "decision": "2ms",
               "arrivals": { "burst": { "operations": 7 } } } } }, )"),
                                   "x.json");
  const sim::workload_model& w = s.points.front().model.workload;
  BOOST_TEST(w.total_writers() == 7U);
  BOOST_TEST(w.writers == 7U);
  BOOST_REQUIRE(w.groups.size() == 2U);
  BOOST_TEST(w.groups[0].first == "near");
  BOOST_TEST((w.groups[0].second.network->hop == sim::distribution{duration{1ms}}));
  BOOST_TEST(std::holds_alternative<sim::zipf>(*w.groups[1].second.keys));
  BOOST_TEST(std::get<sim::burst>(*w.groups[1].second.arrivals).operations == 7U);
  BOOST_TEST((*w.groups[1].second.decision == sim::distribution{duration{2ms}}));
  // As resolved it is the same scenario again.
  const scenario again = read_scenario(config::to_text(s.resolved), "x.json");
  BOOST_TEST((again.resolved == s.resolved));
}

BOOST_AUTO_TEST_CASE(faults_and_the_timeout_are_read) {
  const sim::scenario_model m = model(R"(
      "store": { "timeout": "300ms", "service": { "read": "1ms" } }, "workload": { "nodes": 2 },
      "faults": [ { "outage": { "from": "200ms", "for": "5s" } }, { "slow": { "factor": 3 } },
                  { "reject": { "share": "10%" } }, { "lost_acks": { "share": 0.2 } },
                  { "partition": { "node": 1, "for": "1s" } } ], )");
  BOOST_TEST((m.store.timeout.value() == 300ms));
  BOOST_REQUIRE(m.faults.size() == 5U);
  BOOST_TEST((std::get<sim::outage>(m.faults[0]).from == 200ms));
  BOOST_TEST((std::get<sim::outage>(m.faults[0]).length.value() == 5s));
  BOOST_TEST(std::get<sim::slow>(m.faults[1]).factor == 3.0);
  BOOST_TEST(std::get<sim::reject>(m.faults[2]).share.value == 0.1);
  BOOST_TEST(std::get<sim::lost_acks>(m.faults[3]).share.value == 0.2);
  BOOST_TEST(std::get<sim::partition>(m.faults[4]).node.value() == 1U);
}

BOOST_AUTO_TEST_CASE(bursty_arrivals_are_read) {
  const sim::scenario_model m = model(R"("workload": { "arrivals": { "open": {
      "bursty": { "rate": "10/s", "burst_rate": "100/s", "quiet": "4s" },
      "max_in_flight": 3 } } }, )");
  const auto& open = std::get<sim::open>(m.workload.arrivals);
  BOOST_TEST(open.max_in_flight.value() == 3U);
  const auto& bursty = std::get<sim::bursty>(open.stream);
  BOOST_TEST(bursty.burst_rate.per_second == 100.0);
  BOOST_TEST((bursty.quiet == sim::distribution{duration{4s}}));
}

BOOST_AUTO_TEST_CASE(files_are_read_beside_the_scenario) {
  const folder here;
  here.write("hops.csv", "hop\n# recorded\n1ms\n\n2.5ms,whatever\n");
  here.write("arrivals.csv", "at,writer\n2s,1\n1s\n");
  const std::string text = small(R"("network": { "hop": { "empirical": "hops.csv" } },
      "workload": { "writers": 2, "arrivals": { "trace": "arrivals.csv" } }, )");
  const scenario s = read_scenario(text, here.scenario_name());
  const sim::scenario_model& m = s.points.front().model;
  const auto& hops = std::get<sim::empirical>(m.network.hop.value());
  BOOST_TEST((*hops.file.rows == std::vector<duration>{1ms, 2500us}));
  BOOST_TEST(hops.average() == 1.75e6);
  const auto& rows = *std::get<sim::trace>(m.workload.arrivals).file.rows;
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST((rows[0].at == 1s));  // by time
  BOOST_TEST(!rows[0].writer.has_value());
  BOOST_TEST(rows[1].writer.value() == 1U);
  // As resolved it names the same files.
  const scenario again = read_scenario(config::to_text(s.resolved), here.scenario_name());
  BOOST_TEST((again.resolved == s.resolved));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_is_told) {
  const auto told = [](const std::string& members, const std::string& words) {
    const std::string found = mistakes(small(members));
    BOOST_TEST(found.find(words) != std::string::npos, found);
  };
  told(R"("faults": [ { "outge": {} } ], )", "unknown fault \"outge\" [did you mean \"outage\"?]");
  told(R"("faults": [ { "partition": {} } ], )", "cuts off a \"group\" or a \"node\"");
  told(R"("faults": [ { "partition": { "node": 4 } } ], )", "there is no node 4: there are 1");
  told(
      R"("workload": { "groups": { "users": {} } },
         "faults": [ { "partition": { "group": "user" } } ], )",
      "unknown group \"user\" [did you mean \"users\"?]");
  told(R"("faults": [ { "slow": {} } ], )", "a store that takes no time cannot be slow");
  told(R"("workload": { "writers": 9, "groups": { "users": { "writers": 2 } } }, )",
       "the groups have 2 writers together, not 9");
  told(R"("workload": { "groups": { "a": { "keys": { "hot": { "actors": 3 } } } } }, )",
       "more actors are hot than there are");
}

BOOST_AUTO_TEST_CASE(coordination_is_read_into_the_model_and_written_only_where_it_is) {
  const scenario s = read_scenario(R"({ "run": { "until": "drained" }, "policies": {
      "plain": {},
      "c": { "backoff": "eventual", "coordination": [
        "serialize", { "background_queue": { "workers": 3, "policy": { "backoff": "jitter" } },
                       "shared_by": "all" }
      ] } } })",
                                   "x.json");
  const auto& policies = s.points.front().model.policies;
  BOOST_TEST(policies[0].coordination.empty());
  BOOST_TEST(policies[1].coordinated_by<coordination::coalesce>() == nullptr);
  BOOST_TEST(policies[1].coordinated_by<coordination::serialize>()->waiting == 1024U);
  const auto* queue = policies[1].coordinated_by<coordination::background_queue>();
  BOOST_TEST(queue->workers == 3U);
  BOOST_TEST(queue->policy.backoff.target<jitter>() != nullptr);
  const auto shared_by = [&]<class Kind>(Kind) {
    return policies[1].coordination_of<Kind>()->shared_by;
  };
  BOOST_TEST((shared_by(coordination::serialize{}) == sharing::node));
  BOOST_TEST((shared_by(coordination::background_queue{}) == sharing::all));
  const std::string written = config::to_text(s.resolved);
  BOOST_TEST(written.find("coordination") == written.rfind("coordination"));
  BOOST_TEST((read_scenario(written, "x.json").resolved == s.resolved));
}

BOOST_AUTO_TEST_CASE(every_point_of_a_sweep_shares_the_rows_of_a_file) {
  const folder here;
  here.write("hops.csv", "1ms\n2ms\n");
  const std::string text = small(R"("network": { "hop": { "empirical": "hops.csv" } },
               "sweep": { "/workload/writers": [1, 2, 3] }, )");
  const scenario s = read_scenario(text, here.scenario_name());
  const auto rows = [&](std::size_t i) {
    return std::get<sim::empirical>(s.points[i].model.network.hop.value()).file.rows;
  };
  BOOST_REQUIRE(s.points.size() == 3U);
  BOOST_TEST(rows(0)->size() == 2U);
  BOOST_TEST(rows(1) == rows(0));
  BOOST_TEST(rows(2) == rows(0));
  // Not kept beyond the scenario: the file may change.
  here.write("hops.csv", "5ms\n");
  const scenario later = read_scenario(text, here.scenario_name());
  const auto& again = std::get<sim::empirical>(later.points[0].model.network.hop.value());
  BOOST_TEST((*again.file.rows == std::vector<duration>{5ms}));
}

BOOST_AUTO_TEST_SUITE_END()
