// Three nodes that keep three copies: one at a time is killed, stopped or cut off under load, and
// the conformance suite passes as on one node. What cannot be tested here is said aloud.
#include <cstdlib>
#include <jetstream/cluster/nats_cluster.hpp>
#include <jetstream/homes.hpp>
#include <jetstream/load.hpp>
#include <jetstream/openers.hpp>
#include <jetstream/trying.hpp>
#include <store/events.hpp>
#include <support/required.hpp>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

constexpr int skipped = 77;  // as CMakeLists.txt has it

/// Ends the process where there can be no cluster: as a failure where it must not be skipped.
struct there_can_be_a_cluster {
  there_can_be_a_cluster() {
    std::string why = make_private_network();
    if (::access(CONTEND_CLUSTER_SERVER, X_OK) != 0)
      why = "no nats-server 2.10 or later: scripts/newer-nats-server fetches one";
    if (why.empty()) return;
    fmt::print(stderr, "CLUSTERS ARE NOT TESTED HERE: {}\n", why);
    std::_Exit(everything_is_required() ? EXIT_FAILURE : skipped);
  }
};
BOOST_GLOBAL_FIXTURE(there_can_be_a_cluster);

nats_cluster& cluster() {
  static nats_cluster all{CONTEND_CLUSTER_SERVER};
  return all;
}

/// Tried until the nodes have found each other.
std::shared_ptr<nats_connection> connect(const nats_options& how) {
  return eventually([&] { return nats_connection::connect(how); });
}
std::unique_ptr<nats_store> open(const nats_options& how, const nats_stream_options& stream) {
  return eventually([&] { return nats_store::open(connect(how), stream); });
}

int rounds() {
  const char* const asked = std::getenv("CONTEND_SOAK_ROUNDS");
  return asked == nullptr ? 12 : std::atoi(asked);
}

}  // namespace

const std::vector<store_kind>& contend::test::all_stores() {
  static const std::vector<store_kind> all = {
      {"nats cluster",
       [] {
         open(cluster().options(), {.stream = "READY", .replicas = 3});
         return std::make_unique<nats_home>(cluster().options(), 3);
       }},
  };
  return all;
}

BOOST_AUTO_TEST_SUITE(clusters)

BOOST_AUTO_TEST_CASE(nodes_killed_stopped_and_cut_off_under_load_lose_nothing_and_double_nothing) {
  const nats_stream_options stream{.stream = "HARMED", .replicas = 3};
  open(cluster().options(), stream);
  const auto asking = connect(cluster().options());
  writers load{cluster().options(), stream};
  for (int round = 0; round < rounds(); ++round) {
    load.await_more(100);
    // Every other time the leader, so that there is an election.
    const std::size_t leader = cluster().leader(*asking, stream.stream);
    const std::size_t node = round % 2 == 0 ? leader : (leader + 1) % nats_cluster::size;
    const int kind = round % 3;
    if (kind == 0) cluster().kill(node);
    if (kind == 1) cluster().freeze(node);
    if (kind == 2) cluster().cut_off(node);
    load.await_more(300);  // by the other two
    if (kind == 0) cluster().start(node);
    if (kind == 1) cluster().thaw(node);
    if (kind == 2) cluster().rejoin(node);
    cluster().await_whole(*asking, stream.stream);
  }
  const auto told = load.stop();
  for (std::size_t node = 0; node < nats_cluster::size; ++node) {
    nats_options one = cluster().options();
    one.urls = {cluster().url(node)};
    const auto store = open(one, stream);
    BOOST_TEST(check_whole(*store, told, writers::actors()) == told.size());
  }
  check_log(cluster().options(), stream.stream, told);
  BOOST_TEST_MESSAGE(fmt::format("{} acknowledged in {} rounds", told.size(), rounds()));
}

BOOST_AUTO_TEST_CASE(all_that_open_at_once_on_any_node_what_is_not_there_yet_open_it_and_append) {
  open(cluster().options(), {.stream = "FOUND", .replicas = 3});
  std::vector<nats_options> openers;
  for (std::size_t i = 0; i < 2 * nats_cluster::size; ++i) {
    openers.push_back(cluster().options());
    openers.back().urls = {cluster().url(i % nats_cluster::size)};
  }
  for (const std::int64_t replicas : {1, 3})
    BOOST_TEST(open_together(openers, {.replicas = replicas}, 10) == "");
}

BOOST_AUTO_TEST_CASE(without_a_majority_nothing_is_acknowledged_and_the_rest_goes_on_after_it) {
  const nats_stream_options stream{.stream = "MINORITY", .replicas = 3};
  const auto store = open(cluster().options(), stream);
  eventually([&] { return store->save_event(event_at("a", 1)); });
  const auto asking = connect(cluster().options());
  const std::size_t leader = cluster().leader(*asking, stream.stream);
  for (std::size_t n = 1; n < nats_cluster::size; ++n)
    cluster().freeze((leader + n) % nats_cluster::size);
  const event_ptr mine[] = {event_at("a", 2)};
  const auto refused = store->append("a", expected_version::exact(1), mine);
  BOOST_REQUIRE(refused.has_error());
  BOOST_TEST((refused.error().code == store_errc::unanswered ||
              refused.error().code == store_errc::unavailable ||
              refused.error().code == store_errc::throttled),
             refused.error().message());
  for (std::size_t n = 1; n < nats_cluster::size; ++n)
    cluster().thaw((leader + n) % nats_cluster::size);
  const version settled =
      eventually([&] { return store->append("a", expected_version::exact(1), mine); });
  BOOST_TEST(settled == 2);
  BOOST_TEST(eventually([&] { return store->get_events("a"); }).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
