// The parts that the page is made of, each alone: curves, escapes, digests, durations, thinning
// out.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <contend/measure/detail/sha256.hpp>
#include <contend/reports/html/base64.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/reduce.hpp>
#include <contend/reports/html/svg.hpp>
#include <contend/reports/html/view.hpp>

using namespace contend::reports::html;
using json = nlohmann::ordered_json;

BOOST_AUTO_TEST_SUITE(page_parts)

BOOST_AUTO_TEST_CASE(base64_is_that_of_the_standard) {
  BOOST_TEST(base64_of_hex("") == "");
  BOOST_TEST(base64_of_hex("66") == "Zg==");  // the vectors of RFC 4648: f, fo, foo, foob
  BOOST_TEST(base64_of_hex("666f") == "Zm8=");
  BOOST_TEST(base64_of_hex("666f6f") == "Zm9v");
  BOOST_TEST(base64_of_hex("666f6f62") == "Zm9vYg==");
  BOOST_TEST(base64_of_hex(contend::measure::detail::sha256("")) ==
             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

BOOST_AUTO_TEST_CASE(text_and_data_are_escaped_each_in_its_way) {
  BOOST_TEST(escaped("<a href=\"x\">'&'</a>") ==
             "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  BOOST_TEST(escaped("tab\tand\x1b[31m") == "tab and [31m");
  BOOST_TEST(escaped("größer \xff") == "größer \xef\xbf\xbd");
  const json value = {{"</script>", "<!--\xe2\x80\xa8\xe2\x80\xa9&\xe2\x80\xa6"}};
  BOOST_TEST(island(value) ==
             "{\"\\u003c/script\\u003e\":\"\\u003c!--\\u2028\\u2029\\u0026\xe2\x80\xa6\"}");
  BOOST_TEST(json::parse(island(value)) == value);
}

BOOST_AUTO_TEST_CASE(durations_are_read_as_scenarios_write_them) {
  BOOST_TEST(*seconds_of("20s") == 20);
  BOOST_TEST(*seconds_of("1m30s") == 90);
  BOOST_TEST(*seconds_of("1.5ms") == 0.0015);
  BOOST_TEST(*seconds_of("250us") == 0.00025);
  for (const char* other : {"", "20", "s", "20 s", "20x", "uniform", "50/s"})
    BOOST_TEST(!seconds_of(other));
}

BOOST_AUTO_TEST_CASE(thinning_out_puts_together_and_leaves_nothing_out) {
  json policy = json::parse(R"({
    "latency": { "histogram": [[1.0, 1], [2.0, 3], [4.0, 2], [8.0, 2], [16.0, 1]] },
    "series": { "start": 5, "step": 1, "goodput": [1, 3, 5, null, 9], "thrash": [0, 0, 0, 1, 1] },
    "worst_moment": { "actor": 1 }, "m": [[0.123456789, null, 1.0, 2.0, 30]] })");
  reduce(policy, {.digits = 3, .buckets = 2, .steps = 3, .worst_moment = false});
  BOOST_TEST(policy == json::parse(R"({
    "latency": { "histogram": [[2.5, 6], [10.7, 3]] },
    "series": { "start": 5, "step": 2, "goodput": [2, 5, 9], "thrash": [0, 0.5, 1] },
    "m": [[0.123, null, 1, 2, 30]] })"));
}

BOOST_AUTO_TEST_CASE(what_is_small_enough_keeps_its_shape) {
  const json was = json::parse(R"({ "latency": { "histogram": [[1.5, 1], [2.5, 3]] },
    "series": {}, "worst_moment": { "actor": 1 } })");
  json policy = was;
  reduce(policy, {.digits = 6, .buckets = 2, .steps = 64});
  BOOST_TEST(policy == was);
}

BOOST_AUTO_TEST_CASE(a_curve_runs_from_corner_to_corner_of_its_axes) {
  const plot p{.title = "a & b",
               .x = {.label = "x"},
               .y = {.label = "y"},
               .curves = {{.style = 1, .points = {{0, 0, 0, 0}, {10, 100, 90, 110}}}}};
  const std::string drawn = svg(p);
  BOOST_TEST(drawn.starts_with("<svg"));
  BOOST_TEST(drawn.ends_with("</svg>"));
  BOOST_TEST(drawn.find("aria-label=\"a &amp; b\"") != std::string::npos);
  BOOST_TEST(drawn.find("d=\"M74.0 216.0L624.0 30.5\"") != std::string::npos);
  BOOST_TEST(drawn.find("class=\"band\"") != std::string::npos);
  BOOST_TEST(drawn.find("var(--c1)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nines_stand_at_equal_distances_and_logarithms_leave_out_what_has_none) {
  plot p{.x = {.unit = contend::measure::unit::share, .scale = scale::nines},
         .y = {.scale = scale::log},
         .curves = {{.points = {{0, 1, 1, 1}, {0.9, 10, 10, 10}, {0.99, 100, 100, 100}},
                     .symbols = false}}};
  BOOST_TEST(svg(p).find("M74.0 216.0L349.0 114.0L624.0 12.0") != std::string::npos);
  p.curves[0].points.push_back({0.999, 0, 0, 0});
  BOOST_TEST(svg(p).find("L624.0 12.0\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(values_that_differ_in_their_last_bits_are_drawn_as_one) {
  for (const double size : {1.0, -3.0, 1e-9, 1e20}) {
    const double next = std::nextafter(size, INFINITY);
    const std::string drawn =
        svg({.curves = {{.points = {{size, size, size, size}, {next, next, next, next}}}}});
    BOOST_TEST(drawn.size() < 10'000U);
    BOOST_TEST(drawn.find("class=\"grid\"") != std::string::npos);
    BOOST_TEST(drawn.find("nan") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_to_draw_nothing_is_drawn) {
  BOOST_TEST(svg({}) == "");
  BOOST_TEST(svg({.curves = {{.points = {{NAN, NAN, NAN, NAN}}}}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
