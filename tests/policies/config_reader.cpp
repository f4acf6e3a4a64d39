// Reading is held against a described struct with a field of every type: what is right must arrive,
// what is wrong must be told at its place, in words, and all of it at once.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/reader.hpp>

using namespace contend;
using namespace contend::config;
using namespace std::chrono_literals;

namespace {

enum class color : std::uint8_t { red, green };
constexpr auto names(color) {
  return std::array{named{color::red, "red"}, named{color::green, "green"}};
}

struct steady {
  duration value = 1ms;
  static constexpr std::string_view name = "steady";
  static constexpr auto fields() {
    return std::tuple{field("value", &steady::value, "always this", at_least(0))};
  }
};
struct wave {
  duration low{};
  duration high = 1s;
  static constexpr std::string_view name = "wave";
  static constexpr auto fields() {
    return std::tuple{field("low", &wave::low, "least", at_least(0)),
                      field("high", &wave::high, "most", at_least(0))};
  }
  [[nodiscard]] std::string problem() const {
    return low <= high ? "" : "\"low\" is above \"high\"";
  }
};
struct flat {
  static constexpr std::string_view name = "flat";
  static constexpr auto fields() { return std::tuple{}; }
};
using form = std::variant<steady, wave, flat>;

struct lock {
  form kind{};
  color paint = color::red;
  static constexpr auto fields() {
    return std::tuple{field("", &lock::kind, "kind"), field("paint", &lock::paint, "paint")};
  }
};

struct inner {
  rate often{};
  static constexpr auto fields() {
    return std::tuple{field("often", &inner::often, "how often", above(0))};
  }
};

struct everything {
  duration wait = 5ms;
  share part{0.5};
  rate often{1};
  double factor = 2;
  bool flag = false;
  std::string text{};
  std::uint32_t count = 1;
  std::int64_t offset = 0;
  std::uint64_t seed = 1;
  color paint = color::red;
  outcome_set classes{};
  form shape{};
  std::optional<duration> limit{};
  std::vector<std::uint32_t> list{};
  std::map<std::string, duration> sorted{};
  std::vector<std::pair<std::string, lock>> ordered{};

  static constexpr auto fields() {
    using e = everything;
    return std::tuple{field("wait", &e::wait, "a wait", at_least(0)),
                      field("part", &e::part, "a part"),
                      field("often", &e::often, "a rate"),
                      field("factor", &e::factor, "a factor", above(1)),
                      field("flag", &e::flag, "a flag"),
                      field("text", &e::text, "a text"),
                      field("count", &e::count, "a count", between(1, 1e6)),
                      field("offset", &e::offset, "an offset"),
                      field("seed", &e::seed, "a seed"),
                      field("paint", &e::paint, "a color"),
                      field("classes", &e::classes, "classes"),
                      field("shape", &e::shape, "a shape"),
                      field("limit", &e::limit, "a limit", above(0)),
                      field("list", &e::list, "a list", at_least(1)),
                      field("sorted", &e::sorted, "by name", at_least(0)),
                      field("ordered", &e::ordered, "by name, in order")};
  }
};

/// "line:column: message [hint]" of each mistake.
template <class T = everything>
std::string mistakes(std::string text) {
  try {
    read_text<T>(std::move(text), "x.json");
  } catch (const invalid_config& invalid) {
    std::string all;
    for (const diagnostic& found : invalid.list()) {
      all += std::to_string(found.line) + ':' + std::to_string(found.column) + ": " + found.message;
      all += found.hint.empty() ? "\n" : " [" + found.hint + "]\n";
    }
    return all;
  }
  return "";
}

everything good(std::string text) { return read_text<everything>(std::move(text), "x.json"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(config_reader)

BOOST_AUTO_TEST_CASE(what_is_not_given_keeps_its_default) {
  const everything read = good("{}");
  BOOST_TEST((read.wait == 5ms));
  BOOST_TEST(read.part.value == 0.5);
  BOOST_TEST(!read.limit.has_value());
}

BOOST_AUTO_TEST_CASE(every_type_is_read) {
  const everything read = good(R"({
    "wait": "1.5s", "part": "12.5%", "often": "200/s", "factor": 3, "flag": true, "text": "t",
    "count": 1e3, "offset": -5, "seed": 18446744073709551615, "paint": "green",
    "classes": ["conflict", "transient"], "shape": { "wave": { "low": "1ms" } }, "limit": "2s",
    "list": [3, 1, 2], "sorted": { "b": "1ms", "a": "2ms" },
    "ordered": { "z": "flat", "a": { "steady": "3ms", "paint": "green" } } })");
  BOOST_TEST((read.wait == 1500ms));
  BOOST_TEST(read.part.value == 0.125);
  BOOST_TEST(read.often.per_second == 200.0);
  BOOST_TEST(read.factor == 3.0);
  BOOST_TEST(read.flag);
  BOOST_TEST(read.text == "t");
  BOOST_TEST(read.count == 1000U);
  BOOST_TEST(read.offset == -5);
  BOOST_TEST(read.seed == 18446744073709551615U);
  BOOST_TEST((read.paint == color::green));
  BOOST_TEST((read.classes == outcome_set{outcome::conflict, outcome::transient}));
  BOOST_TEST((std::get<wave>(read.shape).low == 1ms));
  BOOST_TEST((std::get<wave>(read.shape).high == 1s));
  BOOST_TEST((read.limit == 2s));
  BOOST_TEST((read.list == std::vector<std::uint32_t>{3, 1, 2}));
  BOOST_TEST((read.sorted.at("a") == 2ms));
  BOOST_REQUIRE(read.ordered.size() == 2U);
  BOOST_TEST(read.ordered[0].first == "z");
  BOOST_TEST(std::holds_alternative<flat>(read.ordered[0].second.kind));
  BOOST_TEST((std::get<steady>(read.ordered[1].second.kind).value == 3ms));
  BOOST_TEST((read.ordered[1].second.paint == color::green));
}

BOOST_AUTO_TEST_CASE(a_choice_can_be_written_in_three_ways) {
  BOOST_TEST((std::get<steady>(good(R"({ "shape": "7ms" })").shape).value == 7ms));
  BOOST_TEST((std::get<steady>(good(R"({ "shape": { "steady": "7ms" } })").shape).value == 7ms));
  BOOST_TEST(
      (std::get<steady>(good(R"({ "shape": { "steady": { "value": "7ms" } } })").shape).value ==
       7ms));
  BOOST_TEST((std::get<wave>(good(R"({ "shape": "wave" })").shape).high == 1s));
  BOOST_TEST(std::holds_alternative<flat>(good(R"({ "shape": { "flat": {} } })").shape));
}

BOOST_AUTO_TEST_CASE(each_wrong_value_is_told_what_would_be_right) {
  const std::vector<std::tuple<std::string, std::string>> table{
      {R"({ "wait": 5 })", "1:11: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"({ "wait": "5" })", "1:11: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"({ "wait": true })", "1:11: \"wait\" must be a duration such as \"5ms\", not true\n"},
      {R"({ "wait": "-5ms" })", "1:11: \"wait\" must be at least 0s\n"},
      {R"({ "part": "200%" })", "1:11: \"part\" must be from 0% to 100%\n"},
      {R"({ "part": -0.1 })", "1:11: \"part\" must be from 0% to 100%\n"},
      {R"({ "part": 5 })",
       "1:11: \"part\" is a share: at most 1, or a percentage [did you mean \"5%\"?]\n"},
      {R"({ "often": 200 })", "1:12: a rate needs a unit of time: \"200/s\"\n"},
      {R"({ "often": "-1/s" })", "1:12: \"often\" must be at least 0/s\n"},
      {R"({ "factor": 1 })", "1:13: \"factor\" must be above 1\n"},
      {R"({ "factor": "2" })", "1:13: \"factor\" must be a number, not the string \"2\"\n"},
      {R"({ "flag": 1 })", "1:11: \"flag\" must be true or false, not the number 1\n"},
      {R"({ "flag": null })", "1:11: \"flag\" must be true or false, not null\n"},
      {R"({ "text": ["t"] })", "1:11: \"text\" must be a string, not a list\n"},
      {R"({ "count": 0 })", "1:12: \"count\" must be from 1 to 1000000\n"},
      {R"({ "count": -1 })", "1:12: \"count\" must be from 1 to 1000000\n"},
      {R"({ "count": 4294967297 })", "1:12: \"count\" must be from 1 to 1000000\n"},
      {R"({ "count": 1.5 })", "1:12: \"count\" must be a whole number, not the number 1.5\n"},
      {R"({ "count": 1e30 })", "1:12: \"count\" must be from 1 to 1000000\n"},
      {R"({ "count": 36893488147419103232 })",
       "1:12: the whole number 36893488147419103232 does not fit in 64 bits\n"},
      {R"({ "paint": "gren" })", "1:12: unknown paint \"gren\" [did you mean \"green\"?]\n"},
      {R"({ "paint": 1 })",
       "1:12: \"paint\" must be one of \"red\", \"green\", not the number 1\n"},
      {R"({ "classes": ["conflikt"] })",
       "1:15: unknown outcome class \"conflikt\" [did you mean \"conflict\"?]\n"},
      {R"({ "list": [1, 0] })", "1:15: \"list\" must be at least 1\n"},
      {R"({ "list": 1 })", "1:11: \"list\" must be a list, not the number 1\n"},
      {R"({ "limit": "0s" })", "1:12: \"limit\" must be above 0s\n"},
      {R"({ "sorted": { "": "1s" } })", "1:15: a name must not be empty\n"},
      {R"({ "sorted": [] })", "1:13: \"sorted\" must be an object, by name, not a list\n"},
      {R"({ "cuont": 1 })", "1:3: unknown field \"cuont\" [did you mean \"count\"?]\n"},
      {R"([])", "1:1: \"this\" must be an object, not a list\n"},
  };
  for (const auto& [text, expected] : table) BOOST_TEST(mistakes(text) == expected);
}

BOOST_AUTO_TEST_CASE(each_wrong_choice_is_told_what_there_is) {
  const std::vector<std::tuple<std::string, std::string>> table{
      {R"({ "shape": { "wvae": {} } })", "1:14: unknown shape \"wvae\" [did you mean \"wave\"?]\n"},
      {R"({ "shape": "wavee" })", "1:12: unknown shape \"wavee\" [did you mean \"wave\"?]\n"},
      {R"({ "shape": {} })",
       "1:12: the shape is missing [one of: \"steady\", \"wave\", \"flat\"]\n"},
      {R"({ "shape": { "wave": {}, "flat": {} } })",
       "1:26: only one shape may stand here: \"wave\" or \"flat\"\n"},
      {R"({ "shape": 5 })", "1:12: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"({ "shape": { "wave": 5 } })", "1:22: \"wave\" must be an object, not the number 5\n"},
      {R"({ "shape": { "wave": { "lwo": "1s" } } })",
       "1:24: unknown field \"lwo\" [did you mean \"low\"?]\n"},
      {R"({ "shape": { "wave": { "low": "2s" } } })", "1:22: \"low\" is above \"high\"\n"},
      {R"({ "ordered": { "a": { "paint": "red" } } })",
       "1:21: the a is missing [one of: \"steady\", \"wave\", \"flat\"]\n"},
      {R"({ "ordered": { "a": { "flat": {}, "pain": "red" } } })",
       "1:35: unknown a \"pain\" [did you mean \"paint\"?]\n"},
  };
  for (const auto& [text, expected] : table) BOOST_TEST(mistakes(text) == expected);
}

BOOST_AUTO_TEST_CASE(a_field_whose_default_may_not_be_must_be_given) {
  BOOST_TEST(mistakes<inner>("{}") ==
             "1:1: \"often\" is missing [often: how often, a rate such as \"200/s\"]\n");
  BOOST_TEST(mistakes<inner>(R"({ "often": "1/m" })") == "");
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_told_at_once_in_their_order) {
  BOOST_TEST(mistakes("{\n"
                      "  \"shape\": { \"wave\": { \"high\": 3 } },\n"
                      "  \"wait\": 5,\n"
                      "  \"colour\": \"red\",\n"
                      "  \"list\": [0, 1, -1]\n"
                      "}") ==
             "2:32: a duration needs a unit: \"3s\" or \"3ms\"\n"
             "3:11: a duration needs a unit: \"5s\" or \"5ms\"\n"
             "4:3: unknown field \"colour\"\n"
             "5:12: \"list\" must be at least 1\n"
             "5:18: \"list\" must be from 1 to 4294967295\n");
}

BOOST_AUTO_TEST_CASE(ten_thousand_mistakes_end_soon_and_are_counted) {
  std::string text = "{ \"list\": [0";
  for (int i = 0; i < 10'000; ++i) text += ", 0";
  diagnostics errors;
  const document file = parse(text + "] }", "x.json", errors);
  everything into;
  read(file.root, into, errors);
  BOOST_TEST(errors.size() == diagnostics::most);
}

BOOST_AUTO_TEST_SUITE_END()
