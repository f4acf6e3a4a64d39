// The page as text: what stands in it, what cannot get into it, how large it is. That it works in a
// browser is tested in tests/browser.
#include <regex>

#include <boost/test/unit_test.hpp>

#include "reports/comparisons.hpp"
#include "reports/page_results.hpp"
#include "reports/terminal_results.hpp"
#include <contend/measure/metrics/all.hpp>
#include <contend/measure/result_json.hpp>
#include <contend/measure/vocabulary.hpp>
#include <contend/reports/page.hpp>
#include <contend/reports/verdict.hpp>

using namespace contend::reports;
using contend::measure::result;
using json = nlohmann::ordered_json;

namespace {

std::string page_of(const result& r) { return render_page({.runs = {{"", &r}}}); }

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

json data_of(const std::string& page) {
  constexpr std::string_view begin = "<script type=\"application/json\" id=\"data\">";
  const auto from = page.find(begin) + begin.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

/// The page without its script, its style and its data: what a browser takes for markup.
std::string markup_of(const std::string& page) {
  const auto body = page.find("<body>");
  return page.substr(body, page.find("<script type") - body);
}

/// The result file again, from the shorter form that the page holds.
json document_of(const json& run) {
  json document = run["result"];
  for (json& point : document["points"])
    for (json& policy : point["policies"]) {
      json metrics = json::object();
      for (std::size_t i = 0; i < run["names"].size(); ++i) {
        const json& m = policy["m"][i];
        if (m.is_null()) continue;
        const json ci95 = m[2].is_null() ? json(nullptr) : json::array({m[2], m[3]});
        metrics[run["names"][i].get<std::string>()] = {
            {"mean", m[0]}, {"stddev", m[1]}, {"ci95", ci95}, {"replications", m[4]}};
      }
      policy.erase("m");
      policy["metrics"] = metrics;
    }
  return document;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(it_says_the_verdict_and_has_every_section_that_there_is_something_for) {
  const result r = test::measured_sweep(3, 2, 2);
  const std::string page = page_of(r);
  BOOST_TEST(page.starts_with("<!DOCTYPE html>"));
  BOOST_TEST(page.ends_with("</html>\n"));
  for (const char* id : {"verdict", "policies", "trade-off", "sweep", "latency", "time", "fairness",
                         "attempts", "moment", "provenance", "glossary"})
    BOOST_TEST(contains(page, "<section id=\"" + std::string{id} + "\""));
  BOOST_TEST(!contains(page, "<section id=\"baseline\""));
  BOOST_TEST(contains(page, "class=\"sentence\">"));
  BOOST_TEST(contains(page, contend::measure::digest(r)));
  BOOST_TEST(contains(page, "contend run hot-key"));
}

BOOST_AUTO_TEST_CASE(a_result_of_an_older_version_has_fewer_sections) {
  const std::string page = page_of(test::hot_key());
  for (const char* id : {"verdict", "policies", "trade-off", "latency"})
    BOOST_TEST(contains(page, "<section id=\"" + std::string{id} + "\""));
  for (const char* id : {"sweep", "time", "fairness", "attempts", "moment"})
    BOOST_TEST(!contains(page, "<section id=\"" + std::string{id} + "\""));
}

BOOST_AUTO_TEST_CASE(every_metric_is_in_the_glossary_and_labels_link_there) {
  const std::string page = page_of(test::hot_key());
  for (const auto& m : contend::measure::all_metrics())
    BOOST_TEST(contains(page, "id=\"g-" + std::string{m.name} + "\""));
  BOOST_TEST(contains(page, "href=\"#g-goodput\""));
}

BOOST_AUTO_TEST_CASE(policies_guards_and_coordination_are_in_the_glossary_too) {
  auto r = test::hot_key();
  r.scenario["guards"] = {{"shared", {{"budget", nlohmann::json::object()}}}};
  r.scenario["policies"] = {{"full jitter",
                             {{"backoff", {{"jitter", {{"mode", "full"}, {"base", "5ms"}}}}},
                              {"limits", {{"attempts", 10}, {"deadline", "5s"}}},
                              {"guards", {"shared"}},
                              {"coordination", {"serialize"}}}}};
  const std::string page = page_of(r);
  for (const auto& w : contend::measure::vocabulary())
    BOOST_TEST(contains(page, "id=\"g-" + std::string{w.kind} + "-" + std::string{w.name} + "\""));
  BOOST_TEST(contains(page,
                      "<dt id=\"g-policy-1\">full jitter</dt><dd>backoff <a class=\"term\" "
                      "href=\"#g-backoff-jitter\">jitter</a> (mode full, base 5ms); "
                      "limits: attempts 10, deadline 5s; guard <a class=\"term\" "
                      "href=\"#g-guard-budget\">shared</a>; coordination <a class=\"term\" "
                      "href=\"#g-coordination-serialize\">serialize</a></dd>"));
  BOOST_TEST(contains(page, "<a class=\"term\" href=\"#g-policy-1\">full jitter</a>"));
  BOOST_TEST(contains(page, "<dd>its result does not say what it is</dd>"));
  r.scenario["policies"]["full jitter"]["limits"] = {{"attempts", 0}, {"deadline", "0s"}};
  BOOST_TEST(contains(page_of(r), "(mode full, base 5ms); limits: none; guard"));
}

BOOST_AUTO_TEST_CASE(it_asks_for_nothing_and_runs_only_its_own_script) {
  const std::string page = page_of(test::hot_key());
  BOOST_TEST(contains(page, "default-src 'none'"));
  BOOST_TEST(std::regex_search(page, std::regex{"script-src 'sha256-[A-Za-z0-9+/]{43}='"}));
  const std::string markup = markup_of(page);
  BOOST_TEST(!std::regex_search(markup, std::regex{R"(\s(src|action|on\w+)=)"}));
  BOOST_TEST(!std::regex_search(markup, std::regex{R"(href="[^#])"}));
}

BOOST_AUTO_TEST_CASE(hostile_names_stay_text) {
  const std::string hostile = "</script><img src=x onerror=alert(1)>\"'&\xe2\x80\xa8{{x}}";
  result r = test::measured_sweep(2, 2, 2);
  r.scenario["name"] = hostile;
  r.scenario["description"] = hostile;
  r.provenance.command = hostile;
  r.thresholds = {{hostile, hostile, hostile}};
  r.invariants = {{hostile, false, hostile}};
  r.scenario["faults"] = {{{hostile, {{"from", "1s"}}}}};
  for (auto& p : r.points) {
    p.sweep = {{"/workload/" + hostile, hostile + std::to_string(&p - r.points.data())}};
    p.policies[1].name = hostile;
    p.policies[0].worst_moment["attempts"][0]["outcome"] = hostile;
  }
  const std::string page = render_page({.runs = {{hostile, &r}, {hostile + "2", &r}}});
  BOOST_TEST(count(page, "</script>") == 2U);  // the data's and the script's
  BOOST_TEST(count(page, "<script") == 2U);
  BOOST_TEST(!contains(page, "<img"));
  BOOST_TEST(!contains(data_of(page).dump().empty() ? "" : page.substr(page.find("id=\"data\"")),
                       "\xe2\x80\xa8"));
  BOOST_TEST(data_of(page)["runs"][0]["result"]["scenario"]["name"] == hostile);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf_8_do_no_harm) {
  result r = test::hot_key();
  r.scenario["name"] = "a\xff\xfe";
  r.points[0].policies[0].name = "\xc3";
  const std::string page = page_of(r);
  BOOST_TEST(contains(page, "<h1>a\xef\xbf\xbd\xef\xbf\xbd</h1>"));
  BOOST_TEST(data_of(page)["policies"][0]["label"] == "\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(the_result_can_be_had_back_from_it_exactly) {
  const result r = test::measured_sweep(2, 2, 3);
  const json data = data_of(page_of(r));
  BOOST_TEST(data["runs"][0]["reduced"] == 0);
  const json again = document_of(data["runs"][0]);
  BOOST_TEST((contend::measure::read_result(again.dump(), "page") == r));
}

BOOST_AUTO_TEST_CASE(ten_policies_at_twenty_points_fit_into_two_megabytes) {
  const result r = test::measured_sweep(10, 20, 30);
  const std::string page = page_of(r);
  BOOST_TEST(page.size() <= 2'000'000U);
  const json run = data_of(page)["runs"][0];
  BOOST_TEST(run["reduced"].get<int>() > 0);
  BOOST_TEST_REQUIRE(run["result"]["points"].size() == 20U);
  // Thinned out, yet whole: nothing is counted less, and all is near what it was.
  const auto& was = r.points[7].policies[3];
  const json& is = run["result"]["points"][7]["policies"][3];
  std::uint64_t operations = 0;
  for (const json& bucket : is["latency"]["histogram"])
    operations += bucket[1].get<std::uint64_t>();
  BOOST_TEST(operations == was.latency.count());
  BOOST_TEST(is["m"][0][0].get<double>() == *was.metrics[0].value.mean,
             boost::test_tools::tolerance(1e-3));
  BOOST_TEST(!is["series"]["goodput"].empty());
  // What the page lets one download of it is a result file still.
  const result again = contend::measure::read_result(document_of(run).dump(), "page");
  BOOST_TEST(again.points[19].policies[9].latency.count() ==
             r.points[19].policies[9].latency.count());
}

BOOST_AUTO_TEST_CASE(several_runs_are_laid_over_each_other) {
  const result a = test::measured_sweep(2, 2, 2);
  result b = a;
  b.points[1].sweep = {{"/workload/writers", 999}};
  const std::string page = render_page({.runs = {{"before", &a}, {"after", &b}}});
  const json data = data_of(page);
  BOOST_TEST(data["policies"].size() == 4U);
  BOOST_TEST(data["policies"][2]["label"] == "after: policy number 1");
  BOOST_TEST(data["points"].size() == 3U);
  BOOST_TEST(contains(page, "<b>before</b>: "));
  BOOST_TEST(count(page, "class=\"downloads\"") == 2U);
}

BOOST_AUTO_TEST_CASE(a_run_without_a_sweep_may_lie_over_one_with) {
  const result swept = test::measured_sweep(2, 3, 2);
  result plain = test::measured_sweep(2, 1, 2);
  plain.points[0].sweep = json::object();
  const std::string page = render_page({.runs = {{"swept", &swept}, {"plain", &plain}}});
  const json data = data_of(page);
  BOOST_TEST(data["points"].size() == 4U);
  BOOST_TEST(data["axis"].is_null());
  BOOST_TEST(data["flips"].empty());
  BOOST_TEST(contains(page, "Some points belong to a sweep, and some to none."));
  BOOST_TEST(!contains(page, "The recommendation is the same"));
}

BOOST_AUTO_TEST_CASE(the_trade_off_is_that_of_the_point_that_is_shown) {
  result r = test::sweep();  // drains at every point but the last, which is shown
  for (auto& policy : r.points.back().policies) {
    std::erase_if(policy.metrics, [](const auto& m) { return m.name == "makespan"; });
    policy.metrics.push_back({"goodput", {.mean = 20, .replications = 1}});
  }
  const std::string page = page_of(r);
  const auto at = page.find("<section id=\"trade-off\"");
  const std::string section = page.substr(at, page.find("</section>", at) - at);
  BOOST_TEST(contains(section, "aria-label=\"goodput against appends_per_commit"));
}

BOOST_AUTO_TEST_CASE(groups_of_writers_and_policies_that_did_the_same_are_told) {
  result r = test::hot_key();
  BOOST_TEST(!contains(page_of(r), "by group of writers"));
  for (auto& policy : r.points[0].policies)
    for (const char* group : {"<users>", "batch"})
      policy.metrics.push_back(
          {"latency.p99{group:" + std::string{group} + "}", {.mean = 1.5, .replications = 1}});
  r.points[0].policies[1] = r.points[0].policies[0];
  r.points[0].policies[1].name = "its double";
  const std::string page = page_of(r);
  BOOST_TEST(contains(page, "<caption>by group of writers</caption>"));
  BOOST_TEST(contains(page, "<th scope=\"col\">&lt;users&gt; latency.p99</th>"));
  BOOST_TEST(contains(page, "&quot;its double&quot; did exactly the same"));
}

BOOST_AUTO_TEST_CASE(counts_that_are_no_numbers_are_dashes) {
  result r = test::measured_sweep(2, 1, 2);
  r.points[0].policies[0].attempts = {{"committed", {7, nullptr}}, {"conflicts", {nullptr, 3}}};
  r.points[0].policies[0].writers = {{"commits", {nullptr, 2}}};
  const std::string page = page_of(r);
  BOOST_TEST(contains(page, "<th scope=\"row\">2</th><td>–</td><td>3</td>"));
}

BOOST_AUTO_TEST_CASE(a_comparison_with_a_baseline_has_its_place) {
  const result r = test::hot_key();
  const contend::measure::comparison against = test::against("<main>");
  const std::string page = render_page({.runs = {{"", &r}}, .against = {&against}});
  BOOST_TEST(contains(page, "<section id=\"baseline\""));
  BOOST_TEST(contains(page, "this run is worse than &lt;main&gt;: of 4 comparisons"));
  BOOST_TEST(
      contains(page, "<a class=\"term\" href=\"#g-appends\">appends</a></th><td>worse</td>"));
  BOOST_TEST(contains(page, "<li>the scenarios differ in /seed</li>"));
}

BOOST_AUTO_TEST_CASE(it_says_between_which_values_the_recommendation_flips) {
  result r = test::sweep();
  std::swap(r.points[3].policies[0].metrics, r.points[3].policies[2].metrics);
  const std::string page = page_of(r);
  BOOST_TEST(contains(page,
                      "between writers = 100 and writers = 200: from <b>decorrelated</b> to "
                      "<b>none</b>"));
  BOOST_TEST(contains(page_of(test::sweep()), "The recommendation is the same at every value"));
  BOOST_TEST(contains(page_of(test::hot_key()), "A sweep"));
}

BOOST_AUTO_TEST_CASE(where_nothing_ran_it_is_a_page_all_the_same) {
  BOOST_TEST(contains(page_of({}), "Nothing ran."));
}

BOOST_AUTO_TEST_SUITE_END()
