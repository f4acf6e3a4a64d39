// `run --resume`: sweeps that are really killed, at the n-th thing that happens to their files, and
// go on to the very bytes of a run that nobody disturbed; and the folders of other runs, which must
// not be used.
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <sys/inotify.h>
#include <unistd.h>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

#include <contend/policies/random.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;
using contend::test::process;
using nlohmann::json;
using words = std::vector<std::string>;

namespace {

/// Six points of two policies, some milliseconds in all.
constexpr auto sweep = R"({
  "replications": 6,
  "run": { "until": "drained" },
  "network": { "hop": { "normal": { "mean": "10ms", "stddev": "2ms" } } },
  "workload": { "writers": 10 },
  "policies": { "full": { "backoff": "jitter" }, "none": { "backoff": "none" } },
  "sweep": { "/workload/writers": [2, 5, 10, 20, 30, 40] }
})";

/// Tells of each file that is made, closed or named in the folders, while a process works there.
class watch {
 public:
  explicit watch(const std::vector<std::filesystem::path>& folders) : events_{inotify_init1(0)} {
    for (const auto& path : folders) {
      std::filesystem::create_directories(path);
      if (inotify_add_watch(events_, path.c_str(), IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
        throw std::runtime_error{"inotify_add_watch failed"};
    }
  }
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;
  ~watch() { close(events_); }

  /// Waits until so many have been told in all.
  void wait_for(std::size_t count) {
    alignas(inotify_event) std::array<char, 16384> bytes{};
    while (seen_ < count) {
      const ssize_t size = read(events_, bytes.data(), bytes.size());
      if (size < 0 && errno != EINTR) throw std::runtime_error{"reading inotify failed"};
      for (ssize_t at = 0; at < size; ++seen_)
        at += static_cast<ssize_t>(sizeof(inotify_event)) +
              reinterpret_cast<const inotify_event*>(&bytes[static_cast<std::size_t>(at)])->len;
    }
  }

 private:
  int events_;
  std::size_t seen_ = 0;
};

/// Each file is made, closed and named.
constexpr std::size_t events_of(std::size_t files) { return 3 * files; }

/// All but the provenance, which names the command.
std::string digested(const std::string& result) {
  return result.substr(0, result.find("\"provenance\""));
}

words operator+(words a, const words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

finished resumed(const words& command, const folder& here) {
  return call_contend(command + words{"--resume"}, {.folder = here.path()});
}

/// Kills `command` when so many things have happened to the files in the folders of what it has
/// finished.
void kill_after(std::size_t events, const words& command, const folder& here,
                const words& folders = {"out/unfinished"}) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : folders) paths.push_back(here.path() / name);
  watch files{paths};
  process running{command, {.folder = here.path()}};
  files.wait_for(events);
  running.send(SIGKILL);
  BOOST_TEST(running.wait().code == 128 + SIGKILL);
}

/// A hop that does not vary is as precise as can be, the other one never is.
process start_endless(const folder& here, const words& more) {
  return process{
      words{"run", "mine.json", "--out", "out", "--until-ci", "0.0001%", "--policy", "none",
            "--set", R"(/sweep={"/network/hop":["1ms",{"exponential":{"mean":"1ms"}}]})"} +
          more,
      {.folder = here.path()}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resume)

BOOST_AUTO_TEST_CASE(a_sweep_killed_at_random_goes_on_to_the_same_bytes) {
  const words run{"run", "mine.json", "--out", "out", "--quiet"};
  const folder undisturbed;
  undisturbed.write("mine.json", sweep);
  BOOST_REQUIRE(call_contend(run, {.folder = undisturbed.path()}).code == 0);
  const std::string result = digested(undisturbed.read("out/result.json"));
  const std::string summary = undisturbed.read("out/summary.csv");
  contend::random_source random{contend::random_key{6}};
  for (int i = 0; i < 20; ++i) {
    const folder here;
    here.write("mine.json", sweep);
    // run.json and the points; the last one is followed by the end of the run.
    const auto when = static_cast<std::size_t>(random.uniform(1, events_of(1 + 5)));
    kill_after(when, run, here);
    BOOST_TEST(here.read("out/result.json") == "");
    const finished f = resumed(run, here);
    BOOST_TEST(f.code == 0, f.err);
    BOOST_TEST((digested(here.read("out/result.json")) == result), "killed after " << when);
    BOOST_TEST((here.read("out/summary.csv") == summary));
    BOOST_TEST(!std::filesystem::exists(here.path() / "out/unfinished"));
  }
}

BOOST_AUTO_TEST_CASE(what_is_finished_is_not_run_again) {
  const folder here;
  here.write("mine.json", sweep);
  const words run{"run", "mine.json", "--out", "out", "--progress", "json"};
  kill_after(events_of(1 + 3), run, here);
  const finished f = resumed(run, here);
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.err, " of 6 points are finished already\n"));
  const std::size_t line = f.err.find('{');
  const json first = json::parse(f.err.substr(line, f.err.find('\n', line) - line));
  BOOST_TEST(first["total"].get<int>() <= 3 * 2 * 6);
}

BOOST_AUTO_TEST_CASE(several_scenarios_and_a_precision_go_on_as_well) {
  const words run{"run", "a.json", "b.json", "--until-ci", "20%", "--replications",
                  "3",   "--out",  "out",    "--quiet"};
  const auto prepared = [](const folder& here) {
    here.write("a.json", sweep);
    here.write("b.json", sweep);
  };
  const folder undisturbed;
  prepared(undisturbed);
  BOOST_REQUIRE(call_contend(run, {.folder = undisturbed.path()}).code == 0);
  for (const std::size_t files : {2U, 9U}) {  // in the midst of the first, and of the second
    const folder here;
    prepared(here);
    kill_after(events_of(2 + files), run, here, {"out/a/unfinished", "out/b/unfinished"});
    BOOST_TEST(resumed(run, here).code == 0);
    for (const char* name : {"out/a/result.json", "out/b/result.json"})
      BOOST_TEST((digested(here.read(name)) == digested(undisturbed.read(name))));
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_file_counts_for_nothing) {
  const folder here;
  here.write("mine.json", sweep);
  const words run{"run", "mine.json", "--out", "out", "--quiet"};
  kill_after(events_of(1 + 4), run, here);
  const std::string whole = here.read("out/unfinished/point-00001.json");
  BOOST_REQUIRE(!whole.empty());
  here.write("out/unfinished/point-00001.json", whole.substr(0, whole.size() / 2));
  // Another point's content, whole in itself.
  here.write("out/unfinished/point-00002.json", whole);
  std::string changed = here.read("out/unfinished/point-00003.json");
  changed[changed.find("\"mean\": ") + 8] = '9';
  here.write("out/unfinished/point-00003.json", changed);
  BOOST_TEST(resumed(run, here).code == 0);
  const std::string result = digested(here.read("out/result.json"));
  BOOST_REQUIRE(call_contend(run, {.folder = here.path()}).code == 0);
  BOOST_TEST((digested(here.read("out/result.json")) == result));
}

BOOST_AUTO_TEST_CASE(what_belongs_to_another_run_is_refused_and_says_why) {
  const folder here;
  here.write("mine.json", sweep);
  const words run{"run", "mine.json", "--out", "out"};
  kill_after(events_of(1 + 2), run, here);
  const auto refused = [&](const words& more) {
    const finished f = resumed(run + more, here);
    BOOST_TEST(f.code == 2);
    BOOST_TEST(contains(f.err, "--resume: out/unfinished is "));
    BOOST_TEST(contains(f.err, "without --resume it is replaced"));
    return f.err;
  };
  BOOST_TEST(contains(refused({"--seed", "2"}), "a scenario in which /seed is 1, not 2"));
  BOOST_TEST(contains(refused({"--set", "/network/hop=5ms"}), "in which /network/hop"));
  BOOST_TEST(contains(refused({"--until-ci", "2%"}), "with another --until-ci"));
  BOOST_TEST(contains(refused({"--set", "/name=other"}), "of another scenario, \"mine\""));
  // Without --resume it is replaced, and what is of this very run is pointed at.
  BOOST_TEST(contains(call_contend(run, {.folder = here.path()}).err, "--resume would have"));
  kill_after(events_of(1 + 2), run, here);
  const finished anew = call_contend(run + words{"--seed", "2"}, {.folder = here.path()});
  BOOST_TEST(anew.code == 0);
  BOOST_TEST(json::parse(here.read("out/result.json"))["scenario"]["seed"] == 2);
}

BOOST_AUTO_TEST_CASE(a_damaged_description_of_the_run_counts_for_nothing) {
  const words run{"run",   "aws-backoff", "--replications", "1", "--policy", "full",
                  "--out", "out",         "--quiet"};
  for (const char* damaged :
       {"", "[]", R"({ "schema": 1 })", R"({ "schema": "contend.unfinished/1" })",
        R"({ "schema": "contend.unfinished/1", "scenario": [] })",
        R"({ "schema": "contend.unfinished/1", "scenario": { "name": 5 } })"}) {
    const folder here;
    std::filesystem::create_directories(here.path() / "out/unfinished");
    here.write("out/unfinished/run.json", damaged);
    const finished f = resumed(run, here);
    BOOST_TEST(f.code == 0, damaged << ": " << f.err);
  }
  const folder here;
  std::filesystem::create_directories(here.path() / "out/unfinished");
  here.write("out/unfinished/run.json",
             R"({ "schema": "contend.unfinished/1", "scenario": { "name": "aws-backoff" } })");
  BOOST_TEST(resumed(run, here).code == 2);
}

BOOST_AUTO_TEST_CASE(other_rows_in_a_data_file_are_another_run) {
  const folder here;
  here.write("mine.json", sweep);
  here.write("hops.csv", "1ms\n2ms\n");
  const words run{"run", "mine.json", "--out",
                  "out", "--set",     R"(/network/hop={"empirical":{"file":"hops.csv"}})"};
  kill_after(events_of(1 + 2), run, here);
  here.write("hops.csv", "1ms\n3ms\n");
  BOOST_TEST(contains(resumed(run, here).err, "with other data files"));
  here.write("hops.csv", "1ms\n2ms\n");
  BOOST_TEST(resumed(run, here).code == 0);
}

BOOST_AUTO_TEST_CASE(an_interrupt_leaves_what_is_finished_for_later) {
  const folder here;
  here.write("mine.json", sweep);
  {
    watch files{{here.path() / "out/unfinished"}};
    process running = start_endless(here, {});
    files.wait_for(events_of(1 + 1));
    running.send(SIGINT);
    const finished f = running.wait();
    BOOST_TEST(f.code == 130);
    BOOST_TEST(contains(f.err, "the same with --resume goes on from 1 of 2 points"));
    BOOST_TEST(json::parse(here.read("out/result.json"))["points"].size() == 2U);
  }
  process again = start_endless(here, {"--resume"});
  BOOST_TEST(again.wait_for_err("mine: 1 of 2 points are finished already"));
}

BOOST_AUTO_TEST_CASE(resume_needs_a_folder) {
  const finished f = call_contend({"run", "uniform", "--resume"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "--resume needs --out"));
}

BOOST_AUTO_TEST_SUITE_END()
