// A comparison of runs as text: whole outputs against inline text.
#include <boost/test/unit_test.hpp>

#include "reports/comparisons.hpp"
#include <contend/reports/changes.hpp>
#include <contend/reports/detail/change_text.hpp>
#include <contend/reports/formats.hpp>

using namespace contend::reports;
using contend::measure::change;
using contend::measure::comparison;

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(a_terminal_shows_what_may_have_changed_and_ends_with_the_verdict) {
  BOOST_TEST(changes_terminal(test::against("monday"), {.width = 100}) ==
             R"("full" at writers = 10
metric            verdict   change      95 % interval   baseline   candidate          p   effect
appends             worse   +3.0 %     [+2.0, +4.0] %        100         103   < 0.0001    +1.50
latency.p99  inconclusive   +2.0 %     [-4.0, +8.0] %     500 ms      510 ms      0.400    +0.01
goodput         no change      0 %   [-0.05, +0.05] %      200/s       200/s      1.000    +0.00

better, worse: significant at 5 % after Holm's correction for everything that differs, and at least
1 %; no change: the 95 % interval lies within ±1 %; p is corrected; effect is Cohen's d

no change of any metric: "full" at writers = 20
the scenarios differ in /seed

this run is worse than monday: of 4 comparisons 1 worse (appends of "full" at writers = 10: +3.0 %
[+2.0, +4.0] %, p < 0.0001), 1 inconclusive (about 380 replications would tell) and 2 without a
change of 1 %. Compared replication by replication: both met the same random numbers.
)");
}

BOOST_AUTO_TEST_CASE(markdown_says_the_same_below_a_heading) {
  const std::string text = changes_markdown(test::against("mon|day"));
  BOOST_TEST(
      text.starts_with("## this run against mon\\|day\n\n**this run is worse than mon\\|day: "));
  BOOST_TEST(text.find(R"(
### "full" at writers = 10

| metric | verdict | change | 95 % interval | baseline | candidate | p | effect |
|---|---:|---:|---:|---:|---:|---:|---:|
| appends | worse | +3.0 % | \[+2.0, +4.0\] % | 100 | 103 | \< 0.0001 | +1.50 |
)") != std::string::npos);
  BOOST_TEST(text.ends_with(R"(Cohen's d

- no change of any metric: "full" at writers = 20
- the scenarios differ in /seed

)"));
}

BOOST_AUTO_TEST_CASE(json_has_everything) {
  const auto json = changes_json(test::against("monday"));
  BOOST_TEST(json["schema"] == "contend.comparison/1");
  BOOST_TEST(json["verdict"] == "worse");
  BOOST_TEST(json["counts"]["inconclusive"] == 1);
  BOOST_TEST(json["policies"][0]["sweep"]["/workload/writers"] == 10);
  const auto& appends = json["policies"][0]["metrics"]["appends"];
  BOOST_TEST(appends["verdict"] == "worse");
  BOOST_TEST(appends["difference"] == 3.0);
  BOOST_TEST(appends["relative"] == 0.03);
  BOOST_TEST(appends["ci95"][0] == 2.0);
  BOOST_TEST(appends["ci95_by"] == "bootstrap");
  BOOST_TEST(appends["p_holm"] == 0.00003);
  BOOST_TEST(!appends.contains("replications_needed"));
  BOOST_TEST(json["policies"][0]["metrics"]["latency.p99"]["replications_needed"] == 380);
  BOOST_TEST(json["remarks"][0] == "the scenarios differ in /seed");
}

BOOST_AUTO_TEST_CASE(identical_runs_need_one_sentence) {
  comparison c = test::against("monday");
  c.identical = true;
  BOOST_TEST(changes_terminal(c, {}) ==
             "this run is identical to monday: every number is the same (equal digests).\n");
  BOOST_TEST(changes_tables(c).empty());
}

BOOST_AUTO_TEST_CASE(verdicts_say_what_matters_most) {
  comparison c = test::against("monday");
  auto& metrics = c.policies[0].metrics;
  metrics[0].verdict = change::better;
  BOOST_TEST(changes_verdict(c).starts_with(
      "this run is better than monday: of 4 comparisons 1 better ("));
  metrics[0].verdict = change::none;
  BOOST_TEST(changes_verdict(c) ==
             "Nothing can be said of this run against monday yet: of 4 comparisons 1 inconclusive "
             "(about 380 replications would tell) and 3 without a change of 1 %. Compared "
             "replication by replication: both met the same random numbers.");
  metrics[1].verdict = change::none;
  c.paired = false;
  BOOST_TEST(changes_verdict(c) ==
             "this run is as good as monday: of 4 comparisons 4 without a change of 1 %. Compared "
             "as independent runs.");
}

BOOST_AUTO_TEST_CASE(a_change_is_told_in_per_cent_or_where_there_was_nothing_in_its_unit) {
  const auto text = [](double baseline, double candidate) {
    return detail::change_text(
        test::changed("latency.p99", baseline, candidate, 0.01, 0.01, change::worse));
  };
  BOOST_TEST(text(100, 103.14) == "+3.1 %");
  BOOST_TEST(text(100, 99.5) == "-0.50 %");
  BOOST_TEST(text(100, 350) == "+250 %");
  BOOST_TEST(text(100, 100.0001) == "0 %");
  BOOST_TEST(text(0, 0.012) == "+12 ms");
  BOOST_TEST(detail::p_text(0.04567) == "0.046");
  BOOST_TEST(detail::p_text(0.00054) == "0.0005");
  BOOST_TEST(detail::p_text(1e-9) == "< 0.0001");
  BOOST_TEST(detail::p_text({}) == "–");
}

BOOST_AUTO_TEST_CASE(junit_makes_a_test_of_it) {
  contend::measure::result r;
  r.scenario["name"] = "shop";
  r.against = test::against("monday");
  const auto junit = [&r] { return find_format("junit")->render(r, {}); };
  BOOST_TEST(junit().find("classname=\"shop.baseline\" name=\"no worse than monday\">\n"
                          "      <failure message=\"this run is worse than monday: ") !=
             std::string::npos);
  r.against->policies[0].metrics[0].verdict = change::better;
  BOOST_TEST(junit().find("<skipped message=\"this run is better than monday: ") !=
             std::string::npos);
  r.against->identical = true;
  BOOST_TEST(junit().find("name=\"no worse than monday\"/>") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
