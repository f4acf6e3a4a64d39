// Traces of a course made up by hand: which events there are, on which track, nested how.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <contend/reports/trace.hpp>

using namespace contend;
using namespace std::chrono_literals;
using course = measure::timeline;
using nlohmann::json;
using step = course::step;

namespace {

/// Writer 0 commits; writer 1 loses to it, waits, and is then cut off. It has a second operation
/// meanwhile.
course made_up() {
  course t;
  t.operations = {{.writer = 0, .node = 0, .to = 40ms, .open = false},
                  {.writer = 1, .node = 1, .to = 70ms},
                  {.writer = 1, .node = 1, .number = 1, .from = 5ms, .to = 6ms, .open = false}};
  t.operations[0].result = {.end = ending::committed, .attempts = 1};
  t.operations[2].result = {.end = ending::rejected, .why = reason::guard};
  const auto append = [](std::size_t operation, outcome how, duration served) {
    step s{.what = step::kind::append,
           .operation = operation,
           .attempt = 1,
           .from = 20ms,
           .to = 40ms,
           .open = false,
           .how = how,
           .served = served};
    s.current = 1;
    return s;
  };
  t.steps = {
      {.what = step::kind::read, .operation = 0, .attempt = 1, .to = 20ms, .open = false},
      {.what = step::kind::read, .operation = 1, .attempt = 1, .to = 20ms, .open = false},
      append(0, outcome::committed, 30ms),
      append(1, outcome::conflict, 30ms),
      {.what = step::kind::wait,
       .operation = 1,
       .attempt = 1,
       .from = 40ms,
       .to = 50ms + 1ns,
       .open = false},
      {.what = step::kind::read, .operation = 1, .attempt = 2, .from = 50ms + 1ns, .to = 70ms}};
  t.steps[3].lost_to = 2;
  return t;
}

const json& named(const json& events, const std::string& name, std::size_t which = 0) {
  for (const json& e : events)
    if (e["name"] == name && which-- == 0) return e;
  throw std::runtime_error{"no event is called " + name};
}

json drawn() {
  return json::parse(reports::render_trace(
      made_up(), {.scenario = "sh\"op", .policy = "full", .replication = 3, .seed = 7}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traces)

BOOST_AUTO_TEST_CASE(operations_hold_attempts_and_attempts_hold_what_they_did) {
  const json events = drawn()["traceEvents"];
  const json& operation = named(events, "operation 0: open");
  BOOST_TEST(operation["ph"] == "X");
  BOOST_TEST(operation["dur"] == 70000.0);
  const json& attempt = named(events, "attempt 1: conflict");
  BOOST_TEST(attempt["ts"] == 0);
  BOOST_TEST(attempt["dur"] == 50000.001);  // the wait that its conflict cost included
  BOOST_TEST(attempt["tid"] == operation["tid"]);
  const json& wait = named(events, "wait");
  BOOST_TEST(wait["ts"] == 40000.0);
  BOOST_TEST(wait["dur"] == 10000.001);
  BOOST_TEST(named(events, "attempt 2: open")["ts"] == 50000.001);
  BOOST_TEST(named(events, "append", 1)["args"]["outcome"] == "conflict");
  BOOST_TEST(named(events, "append", 1)["args"]["at_store_us"] == 30000.0);
}

BOOST_AUTO_TEST_CASE(nodes_are_processes_and_writers_their_tracks) {
  const json events = drawn()["traceEvents"];
  const json& one = named(events, "operation 0: committed");
  const json& other = named(events, "operation 0: open");
  BOOST_TEST(one["pid"] == 1);
  BOOST_TEST(other["pid"] == 2);
  BOOST_TEST(one["tid"] != other["tid"]);
  BOOST_TEST(named(events, "process_name", 1)["args"]["name"] == "node 1");
  BOOST_TEST(named(events, "thread_name", 1)["args"]["name"] == "writer 1");
  // An operation that overlaps another one of its writer has a track of its own.
  const json& second = named(events, "operation 1: rejected");
  BOOST_TEST(second["pid"] == 2);
  BOOST_TEST(second["tid"] != other["tid"]);
  BOOST_TEST(named(events, "thread_name", 2)["args"]["name"] == "writer 1 (2)");
  BOOST_TEST(second["args"]["why"] == "guard");
}

BOOST_AUTO_TEST_CASE(an_arrow_leads_from_the_winner_to_the_loser) {
  const json events = drawn()["traceEvents"];
  const json& from = named(events, "won over", 0);
  const json& to = named(events, "won over", 1);
  BOOST_TEST(from["ph"] == "s");
  BOOST_TEST(to["ph"] == "f");
  BOOST_TEST(to["bp"] == "e");
  BOOST_TEST(from["id"] == to["id"]);
  BOOST_TEST(from["tid"] == named(events, "operation 0: committed")["tid"]);
  BOOST_TEST(to["tid"] == named(events, "operation 0: open")["tid"]);
  BOOST_TEST(from["ts"] == 30000.0);
}

BOOST_AUTO_TEST_CASE(it_says_what_it_is_of_and_may_be_empty) {
  const json trace = drawn();
  BOOST_TEST(trace["otherData"]["scenario"] == "sh\"op");
  BOOST_TEST(trace["otherData"]["replication"] == 3);
  BOOST_TEST(trace["otherData"]["seed"] == 7);
  BOOST_TEST(json::parse(reports::render_trace({}, {}))["traceEvents"].empty());
}

BOOST_AUTO_TEST_SUITE_END()
