// Who shares a guard with whom, told by counting the instances that writers meet.
#include <set>

#include <boost/test/unit_test.hpp>

#include <contend/sim/policy_instances.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

struct counting_guard : guard {};

guard_model named_guard(const std::string& name, sharing shared_by) {
  return {.name = name,
          .make = [](random_key) { return std::make_shared<counting_guard>(); },
          .shared_by = shared_by};
}

const workload_model twelve_writers_on_four_nodes{.writers = 12, .nodes = 4};

/// How many different guards stand at place `i` of the writers' policies.
std::size_t different(const policy_instances& p, std::size_t i) {
  std::set<const guard*> seen;
  for (std::uint32_t w = 0; w < 12; ++w)
    seen.insert((p.of(w).guards.begin() + static_cast<long>(i))->get());
  return seen.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guards_are_shared)

BOOST_AUTO_TEST_CASE(by_all_by_node_or_by_nobody) {
  const std::vector<guard_model> guards{named_guard("all", sharing::all),
                                        named_guard("node", sharing::node),
                                        named_guard("writer", sharing::writer)};
  const policy_instances p{
      {.guards = {"writer", "all", "node"}}, guards, twelve_writers_on_four_nodes, random_key{1}};
  BOOST_TEST(different(p, 0) == 12U);
  BOOST_TEST(different(p, 1) == 1U);
  BOOST_TEST(different(p, 2) == 4U);
  BOOST_TEST(p.guards().size() == 17U);
  // Writer w is on node w mod 4.
  for (std::uint32_t w = 4; w < 12; ++w)
    BOOST_TEST((p.of(w).guards.begin() + 2)->get() == (p.of(w - 4).guards.begin() + 2)->get());
}

BOOST_AUTO_TEST_CASE(and_without_guards_there_is_one_policy_for_all) {
  const policy_instances p{{}, {}, twelve_writers_on_four_nodes, random_key{1}};
  BOOST_TEST(&p.of(0) == &p.of(11));
  BOOST_TEST(p.guards().empty());
}

BOOST_AUTO_TEST_SUITE_END()
