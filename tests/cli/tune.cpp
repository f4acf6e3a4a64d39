// `contend tune` as a process: what it shows, the policy that it writes, and what it refuses. What
// it finds is tested in tests/scenarios/tuning.cpp.
#include <csignal>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/policy.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;
using nlohmann::json;
using words = std::vector<std::string>;

namespace {

/// A second or two of the hot key with few settings.
words quick(const words& more) {
  words all{"tune",  "hot-key",        "--policy",   "budgeted", "--set",          "/run/for=6s",
            "--set", "/run/warmup=1s", "--settings", "8",        "--replications", "4"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

const words cheap{"--goal", "minimise appends_per_commit"};

words operator+(words a, const words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tune)

BOOST_AUTO_TEST_CASE(it_shows_the_front_a_comparison_and_a_verdict_and_writes_the_policy) {
  const folder here;
  const finished f =
      call_contend(quick(cheap + words{"-o", "tuned.json"}), {.folder = here.path()});
  BOOST_TEST(f.code == 0, f.err);
  for (const char* part : {"hot-key: \"budgeted\" (jitter), minimise appends_per_commit",
                           "Pareto front: ", "(chosen)", "In 4 fresh replications",
                           "budgeted, as it stands", "\"budgeted\" tuned: ", "; but goodput is "})
    BOOST_TEST(contains(f.out, part), f.out);
  BOOST_TEST(f.err == "wrote tuned.json\n");
  // The library reads it, with the guard that it names.
  const std::string text = here.read("tuned.json");
  BOOST_TEST(json::parse(text)["backoff"].contains("jitter"));
  const auto guard =
      contend::config::read_guard(R"({ "budget": {} })").make(contend::random_key{1});
  const contend::any_policy read =
      contend::config::read_policy(text, {{"retry budget", guard}}, "tuned.json");
  BOOST_TEST(read.limits.attempts == 10U);
  BOOST_TEST(read.backoff.target<contend::jitter>() != nullptr);
  // And so does a scenario.
  BOOST_TEST(call_contend({"validate", "hot-key", "--set", "/policies/tuned=" + text}).code == 0);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bytes_for_any_number_of_jobs) {
  const std::string one = call_contend(quick(cheap + words{"--jobs", "1"})).out;
  BOOST_TEST(contains(one, "\n{\n  \"backoff\""));
  BOOST_TEST(call_contend(quick(cheap + words{"--jobs", "3"})).out == one);
  BOOST_TEST(call_contend(quick(cheap + words{"--seed", "2"})).out != one);
}

BOOST_AUTO_TEST_CASE(only_what_is_to_vary_does) {
  const folder here;
  BOOST_TEST(call_contend(quick(cheap + words{"--vary", "base=20ms..30ms", "-o", "t.json"}),
                          {.folder = here.path()})
                 .code == 0);
  const json backoff = json::parse(here.read("t.json"))["backoff"]["jitter"];
  BOOST_TEST(backoff["mode"] == "full");
  BOOST_TEST(backoff["cap"] == "2s");
  BOOST_TEST(backoff["base"].get<std::string>().size() == 4U);
  BOOST_TEST((backoff["base"] >= "20ms" && backoff["base"] <= "30ms"));
}

BOOST_AUTO_TEST_CASE(constraints_that_nothing_keeps_are_status_10_and_nothing_is_written) {
  const folder here;
  const finished f =
      call_contend(quick({"--goal", "goodput subject to conflict_rate < 0.01%", "-o", "t.json"}),
                   {.folder = here.path()});
  BOOST_TEST(f.code == 10);
  BOOST_TEST(contains(f.out, "No setting of \"budgeted\" that was tried keeps the constraints"));
  BOOST_TEST(contains(f.out, "< 0.01% is out of reach of every setting: at best"), f.out);
  BOOST_TEST(here.read("t.json") == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_tuned_is_refused) {
  const auto refused = [](const words& more, int code = 2) {
    const finished f = call_contend(words{"tune"} + more);
    BOOST_TEST(f.code == code);
    return f.err;
  };
  BOOST_TEST(contains(refused({"hot-key", "--policy", "none"}), "none, has nothing to tune"));
  BOOST_TEST(contains(refused({"hot-key"}), "say with --policy"));
  BOOST_TEST(contains(refused({"hot-key", "uniform"}), "one at a time"));
  BOOST_TEST(contains(refused({"hot-key", "--policy", "adaptive", "--goal", "goodputt"}, 3),
                      "--goal: error: unknown metric \"goodputt\""));
  BOOST_TEST(contains(refused({"hot-key", "--policy", "adaptive", "--vary", "base=1ms"}),
                      "is not NAME or NAME=LOW..HIGH"));
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_it_with_nothing) {
  contend::test::process long_one{words{"tune", "hot-key", "--policy", "full jitter", "--settings",
                                        "100000", "--progress", "plain"}};
  BOOST_REQUIRE(long_one.wait_for_err(" runs"));
  long_one.send(SIGINT);
  const finished f = long_one.wait();
  BOOST_TEST(f.code == 130);
  BOOST_TEST(f.out == "");
}

BOOST_AUTO_TEST_SUITE_END()
