// `contend trace` on shipped scenarios: the structure that a viewer counts on, held against every
// event by the rules of Perfetto's importer, and the ways to say which run is meant.
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;
using nlohmann::json;
using words = std::vector<std::string>;

namespace {

json trace_of(const words& more) {
  words all{"trace"};
  all.insert(all.end(), more.begin(), more.end());
  const finished f = call_contend(all);
  BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
  return json::parse(f.out)["traceEvents"];
}

/// Nanoseconds, as Perfetto reads them: multiplied and cut off.
long long time_of(const json& event, const char* which = "ts") {
  return static_cast<long long>(event[which].get<double>() * 1000.0);
}

struct slice {
  long long from, to;
  std::string category, name;
};

using track = std::pair<int, int>;

/// Slices of a track lie beside or within each other; their depth is what their category says.
class nesting {
 public:
  void add(const json& event) {
    const long long from = time_of(event);
    const slice s{from, from + time_of(event, "dur"), event["cat"], event["name"]};
    const auto over = [&s](const slice& o) {
      return o.to < s.from || (o.to == s.from && !deeper(s, o));
    };
    while (!open_.empty() && over(open_.back())) open_.pop_back();
    if (!open_.empty()) {
      BOOST_TEST(s.to <= open_.back().to);
      BOOST_TEST(deeper(s, open_.back()));
    } else {
      BOOST_TEST(s.category == "operation");
    }
    open_.push_back(s);
  }

  /// What an arrow binds to: the slice that began last, if it has not ended.
  void check_arrow(const json& event) const {
    BOOST_TEST_REQUIRE(!open_.empty());
    BOOST_TEST(open_.back().name == "append");
    BOOST_TEST(time_of(event) >= open_.back().from);
    BOOST_TEST(time_of(event) <= open_.back().to);
  }

 private:
  static int depth(const slice& s) {
    return s.category == "operation" ? 0 : s.category == "attempt" ? 1 : 2;
  }
  static bool deeper(const slice& inner, const slice& outer) { return depth(inner) > depth(outer); }

  std::vector<slice> open_{};
};

struct seen {
  std::map<std::string, std::size_t> of_category{};
  std::size_t arrows = 0;
};

/// Which processes (track 0) and tracks have a name.
std::set<track> named(const json& events) {
  std::set<track> all;
  for (const json& e : events) {
    if (e["ph"] != "M") continue;
    if (e["name"] == "process_name") all.emplace(e["pid"].get<int>(), 0);
    if (e["name"] == "thread_name") all.emplace(e["pid"].get<int>(), e["tid"].get<int>());
  }
  return all;
}

seen check_structure(const json& events) {
  const std::set<track> names = named(events);
  std::map<track, nesting> tracks;
  std::map<int, std::string> arrows;  // the phases of each, in order
  seen made;
  long long now = 0;
  for (const json& e : events) {
    if (e["ph"] == "M") continue;
    const track on{e["pid"], e["tid"]};
    BOOST_TEST((names.contains(on) && names.contains({on.first, 0})));
    BOOST_TEST(time_of(e) >= now);
    now = time_of(e);
    if (e["ph"] == "X") {
      ++made.of_category[e["cat"]];
      tracks[on].add(e);
    } else {
      arrows[e["id"]] += e["ph"].get<std::string>();
      BOOST_TEST((e["ph"] == "s" || e.value("bp", "") == "e"));
      tracks[on].check_arrow(e);
    }
  }
  for (const auto& [id, phases] : arrows) BOOST_TEST(phases == "sf");
  made.arrows = arrows.size();
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(what_a_viewer_counts_on_holds_for_closed_loops) {
  for (const char* policy : {"none", "full jitter", "budgeted"}) {
    const seen made =
        check_structure(trace_of({"hot-key", "--policy", policy, "--operations", "150"}));
    BOOST_TEST(made.of_category.at("operation") == 150U);
    BOOST_TEST(made.of_category.at("attempt") > 150U);
    BOOST_TEST(made.arrows > 100U);
  }
}

BOOST_AUTO_TEST_CASE(and_for_operations_in_flight_at_once_and_in_the_background) {
  for (const words& which : {words{"retry-storm", "--policy", "budget"}, words{"lost-acks"},
                             words{"background-queue"}}) {
    words all = which;
    if (which.size() == 1) {
      const finished asked = call_contend({"trace", which.front()});
      BOOST_TEST(asked.code == 2);
      const std::string from = "which is meant: ";
      const std::size_t at = asked.err.find(from);
      BOOST_REQUIRE(at != std::string::npos);
      const std::string names = asked.err.substr(at + from.size());
      all.insert(all.end(), {"--policy", names.substr(0, names.find_first_of(",\n"))});
    }
    const seen made = check_structure(trace_of(all));
    BOOST_TEST(made.of_category.at("operation") > 0U);
  }
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bytes_and_a_result_file_does_too) {
  const folder here;
  const auto bytes = [&](const words& more) {
    words all{"trace"};
    all.insert(all.end(), more.begin(), more.end());
    const finished f = call_contend(all, {.folder = here.path()});
    BOOST_TEST(f.code == 0, f.err);
    return f.out;
  };
  const words point{"--policy", "full", "--at", "/workload/writers=10", "--replication", "1"};
  const auto at_point = [&](words what) {
    what.insert(what.end(), point.begin(), point.end());
    return what;
  };
  BOOST_REQUIRE(call_contend({"run", "aws-backoff", "--replications", "2", "--out", "out"},
                             {.folder = here.path()})
                    .code == 0);
  const std::string trace = bytes(at_point({"aws-backoff"}));
  BOOST_TEST((bytes(at_point({"aws-backoff"})) == trace));
  BOOST_TEST((bytes(at_point({"out"})) == trace));
  BOOST_TEST((bytes(at_point({"out/result.json"})) == trace));
  BOOST_TEST((bytes(at_point({"aws-backoff", "--seed", "2"})) != trace));
  const json of = json::parse(trace)["otherData"];
  BOOST_TEST(of["point"] == "writers = 10");
  BOOST_TEST(of["replication"] == 1);
}

BOOST_AUTO_TEST_CASE(it_is_written_to_a_file_and_says_where_it_is_cut) {
  const folder here;
  const finished f = call_contend({"trace", "hot-key", "--policy", "none", "--operations", "20",
                                   "--from", "6s", "-o", "t.json"},
                                  {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out == "");
  BOOST_TEST(contains(f.err, "the trace has the first 20 operations from there on; --operations"));
  BOOST_TEST(contains(f.err, "wrote t.json"));
  const json written = json::parse(here.read("t.json"));
  for (const json& e : written["traceEvents"])
    if (e["ph"] == "X") BOOST_TEST(time_of(e) >= 6'000'000'000);
  const finished window = call_contend(
      {"trace", "hot-key", "--policy", "none", "--from", "6s", "--for", "10ms", "-o", "t.json"},
      {.folder = here.path()});
  BOOST_TEST(!contains(window.err, "the trace has"));
  const finished nothing = call_contend({"trace", "hot-key", "--policy", "none", "--from", "1h"});
  BOOST_TEST(nothing.code == 0);
  BOOST_TEST(contains(nothing.err, "the trace has nothing"));
}

BOOST_AUTO_TEST_CASE(what_is_meant_must_be_said_and_be_there) {
  const auto refused = [](const words& more) {
    words all{"trace"};
    all.insert(all.end(), more.begin(), more.end());
    const finished f = call_contend(all);
    BOOST_TEST(f.code == 2);
    return f.err;
  };
  BOOST_TEST(contains(refused({"hot-key"}), "say with --policy which is meant: none, exponential"));
  BOOST_TEST(contains(refused({"hot-key", "--policy", "nine"}), "did you mean \"none\"?"));
  BOOST_TEST(contains(refused({"aws-backoff", "--policy", "full"}),
                      "has 4 points: say with --at which is meant: /workload/writers=1, "));
  BOOST_TEST(contains(refused({"aws-backoff", "--at", "/workload/writers=11"}), "no such point"));
  BOOST_TEST(contains(refused({"hot-key", "--at", "/workload/writers=11"}), "sweeps nothing"));
  BOOST_TEST(contains(refused({"hot-key", "--at", "writers"}), "is not /json/pointer=value"));
  BOOST_TEST(contains(refused({"hot-key", "--from", "5"}), "is no time such as"));
}

BOOST_AUTO_TEST_SUITE_END()
