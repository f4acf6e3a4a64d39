// Durations, shares and rates: tables of what people write, right and wrong, and the way back for
// random values.
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/units.hpp>
#include <contend/policies/random.hpp>

using namespace contend;
using namespace contend::config;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(config_units)

BOOST_AUTO_TEST_CASE(durations_are_exact) {
  const std::vector<std::tuple<std::string, duration>> table{
      {"0s", 0s},
      {"5ms", 5ms},
      {"1.5s", 1500ms},
      {"0.000000001s", 1ns},
      {"100us", 100us},
      {"7ns", 7ns},
      {"2m", 2min},
      {"1.25h", 75min},
      {"-3ms", -3ms},
      {"0.1000000000000000000000s", 100ms},
      {"9223372036854775807ns", duration::max()},
      {"9223372036.854775807s", duration::max()},
      {"0.3s", 300ms},
      {"0000000000000000000000000000000000000000000000000001s", 1s},
  };
  for (const auto& [text, expected] : table) {
    const auto read = parse_duration(text);
    BOOST_REQUIRE_MESSAGE(read.value, text << ": " << read.error);
    BOOST_TEST(read.value->count() == expected.count(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_duration_is_told_what_is_wrong) {
  const std::vector<std::tuple<std::string, std::string, std::string>> table{
      {"", "a duration is a number and a unit", "for example \"5ms\" or \"1.5s\""},
      {"soon", "a duration is a number and a unit", "for example \"5ms\" or \"1.5s\""},
      {"5.", "a duration is a number and a unit", "for example \"5ms\" or \"1.5s\""},
      {"5", "a duration needs a unit: \"5s\" or \"5ms\"", ""},
      {"5 ms", "unknown unit \" ms\"; a duration is in ns, us, ms, s, m or h",
       "did you mean \"5ms\"?"},
      {"5sec", "unknown unit \"sec\"; a duration is in ns, us, ms, s, m or h",
       "did you mean \"5s\"?"},
      {"5MS", "unknown unit \"MS\"; a duration is in ns, us, ms, s, m or h",
       "did you mean \"5ms\"?"},
      {"5\xc2\xb5s", "unknown unit \"\xc2\xb5s\"; a duration is in ns, us, ms, s, m or h",
       "did you mean \"5us\"?"},
      {"5d", "unknown unit \"d\"; a duration is in ns, us, ms, s, m or h", ""},
      {"1m30s", "unknown unit \"m30s\"; a duration is in ns, us, ms, s, m or h", ""},
      {"0.5ns", "a duration is a whole number of nanoseconds", ""},
      {"0.12345678901234567890s", "a duration is a whole number of nanoseconds", ""},
      {"9223372036854775808ns", "a duration is at most 292 years", ""},
      {"99999999999999999999999999999999999999999999h", "a duration is at most 292 years", ""},
  };
  for (const auto& [text, error, hint] : table) {
    const auto read = parse_duration(text);
    BOOST_TEST(!read.value, text);
    BOOST_TEST(read.error == error);
    BOOST_TEST(read.hint == hint);
  }
}

BOOST_AUTO_TEST_CASE(a_duration_is_written_in_its_largest_exact_unit) {
  BOOST_TEST(format_duration(0s) == "0s");
  BOOST_TEST(format_duration(1500ms) == "1500ms");
  BOOST_TEST(format_duration(2s) == "2s");
  BOOST_TEST(format_duration(90s) == "90s");
  BOOST_TEST(format_duration(120min) == "2h");
  BOOST_TEST(format_duration(-5us) == "-5us");
  BOOST_TEST(format_duration(duration::max()) == "9223372036854775807ns");
}

BOOST_AUTO_TEST_CASE(shares_and_rates_read_as_written) {
  BOOST_TEST(parse_share("5%").value->value == 0.05);
  BOOST_TEST(parse_share("12.5%").value->value == 0.125);
  BOOST_TEST(parse_share("100%").value->value == 1.0);
  for (std::string_view wrong : {"", "5", "%", "5 %", "x%", "nan%", "inf%", "1e999%"})
    BOOST_TEST(!parse_share(wrong).value, wrong);

  BOOST_TEST(parse_rate("200/s").value->per_second == 200.0);
  BOOST_TEST(parse_rate("1.5/ms").value->per_second == 1500.0);
  BOOST_TEST(parse_rate("3/m").value->per_second == 0.05);
  BOOST_TEST(parse_rate("36/h").value->per_second == 0.01);
  for (std::string_view wrong : {"", "200", "/s", "200/", "x/s", "200/s/s", "200 /s"})
    BOOST_TEST(!parse_rate(wrong).value, wrong);
  BOOST_TEST(parse_rate("200").error == "a rate needs a unit of time: \"200/s\"");
  BOOST_TEST(parse_rate("200/sec").hint == "did you mean \"200/s\"?");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_as_the_same) {
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    random_source random{random_key{23}.with(i)};
    const std::int64_t magnitude = std::int64_t{1} << random.uniform(0, 62);
    const duration d{random.uniform(-magnitude, magnitude)};
    BOOST_TEST(parse_duration(format_duration(d)).value->count() == d.count());

    const share s{random.unit()};
    const std::string percent = format_share(s);
    if (percent.back() == '%') BOOST_TEST(parse_share(percent).value->value == s.value);

    const rate r{random.unit() * static_cast<double>(magnitude)};
    BOOST_TEST(parse_rate(format_rate(r)).value->per_second == r.per_second);
  }
  for (int percent = 0; percent <= 1000; ++percent) {
    const share s{percent / 1000.0};
    BOOST_TEST(parse_share(format_share(s)).value->value == s.value);
    BOOST_TEST(format_share(s).size() <= 6U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
