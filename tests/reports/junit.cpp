// The JUnit form of a result, held against the whole text that it must be.
#include <boost/test/unit_test.hpp>

#include <contend/reports/formats.hpp>

using namespace contend;

BOOST_AUTO_TEST_SUITE(junit)

BOOST_AUTO_TEST_CASE(each_invariant_and_threshold_is_a_test) {
  measure::result r;
  r.scenario["name"] = "a & b";
  r.invariants = {{.name = "no lost updates", .held = true},
                  {.name = "chains", .held = false, .detail = "actor 1 \"broken\""}};
  r.thresholds = {{.text = "goodput > 5/s", .verdict = "passed"},
                  {.text = "latency.p99 < 5ms", .verdict = "failed", .detail = "7 ms"},
                  {.text = "conflict_rate < 5%", .verdict = "inconclusive"}};
  BOOST_TEST(reports::find_format("junit")->render(r, {}) ==
             R"(  <testsuite name="a &amp; b" tests="5" failures="2" errors="0" skipped="1">
    <testcase classname="a &amp; b.invariants" name="no lost updates"/>
    <testcase classname="a &amp; b.invariants" name="chains">
      <failure message="actor 1 &quot;broken&quot;"/>
    </testcase>
    <testcase classname="a &amp; b.thresholds" name="goodput &gt; 5/s"/>
    <testcase classname="a &amp; b.thresholds" name="latency.p99 &lt; 5ms">
      <failure message="failed: 7 ms"/>
    </testcase>
    <testcase classname="a &amp; b.thresholds" name="conflict_rate &lt; 5%">
      <skipped message="inconclusive"/>
    </testcase>
  </testsuite>
)");
}

BOOST_AUTO_TEST_SUITE_END()
