// The gate on published values (tests/sim/reference_experiment.cpp) simulates a model made in C++.
// Here the shipped scenario is held against that model, field by field as each would be written:
// so every value of it is the one that the gate holds.
#include <array>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "sim/models.hpp"
#include <contend/policies/config/writer.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/scenarios/scenario_file.hpp>

using namespace contend;
using namespace contend::scenarios;

namespace {

/// Everything that a run depends on but the seed and how often it is run.
config::node written(const sim::scenario_model& m) {
  config::node all = config::object_of({{"run", config::write(m.run)},
                                        {"store", config::write(m.store)},
                                        {"network", config::write(m.network)},
                                        {"workload", config::write(m.workload)},
                                        {"faults", config::write(m.faults)}});
  BOOST_TEST(m.guards.empty());
  for (const sim::policy_model& p : m.policies)
    all.add(p.name, config::write(config::policy_description{.backoff = p.backoff,
                                                             .limits = p.limits,
                                                             .guards = p.guards,
                                                             .coordination = p.coordination}));
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(aws_backoff_is_the_experiment_that_the_gate_simulates) {
  const scenario shipped = load("aws-backoff");
  const std::array<std::uint32_t, 4> writers{1, 10, 50, 100};
  BOOST_REQUIRE(shipped.points.size() == writers.size());
  for (std::size_t i = 0; i < writers.size(); ++i) {
    const config::node expected = written(sim::reference_experiment(writers[i]));
    const config::node found = written(shipped.points[i].model);
    BOOST_TEST(config::to_text(found) == config::to_text(expected));
  }
}
