// Parsing is held against texts with known places: each good one must give its values where they
// stand, each bad one the place and the words of its mistake. Damaged texts of every kind must end
// in an error, never in anything else.
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/document.hpp>
#include <contend/policies/random.hpp>

using namespace contend::config;

namespace {

struct parsed_text {
  document file{};
  diagnostics errors{};
};

parsed_text parse_text(std::string text) {
  parsed_text result;
  result.file = parse(std::move(text), "x.json", result.errors);
  return result;
}

/// The mistakes of a text as "line:column: message", one a line.
std::string mistakes(std::string text) {
  std::string all;
  for (const diagnostic& found : parse_text(std::move(text)).errors.list())
    all += std::to_string(found.line) + ':' + std::to_string(found.column) + ": " + found.message +
           '\n';
  return all;
}

std::string place_text(const place& where) {
  const position at = position_of(where);
  return std::to_string(at.line) + ':' + std::to_string(at.column);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_document)

BOOST_AUTO_TEST_CASE(every_key_and_value_knows_where_it_stands) {
  const auto [file, errors] = parse_text(
      "{\n"
      "  \"a\": [1, -2,\n"
      "        \"tw\\\"o,:\", true],\n"
      "  \"b\" : { \"c\":null,\"d\":1.5e3 }\n"
      "}\n");
  BOOST_REQUIRE(errors.empty());
  const auto& members = *file.root.as<node::object>();
  BOOST_REQUIRE(members.size() == 2U);
  BOOST_TEST(place_text(file.root.where) == "1:1");
  BOOST_TEST(place_text(members[0].where) == "2:3");
  const auto& items = *members[0].held.as<node::array>();
  BOOST_REQUIRE(items.size() == 4U);
  BOOST_TEST(place_text(members[0].held.where) == "2:8");
  BOOST_TEST(place_text(items[0].where) == "2:9");
  BOOST_TEST(place_text(items[1].where) == "2:12");
  BOOST_TEST(place_text(items[2].where) == "3:9");
  BOOST_TEST(place_text(items[3].where) == "3:20");
  BOOST_TEST(*items[2].as<std::string>() == "tw\"o,:");
  const node& b = members[1].held;
  BOOST_TEST(place_text(b.where) == "4:9");
  BOOST_TEST(place_text(b.find("c")->where) == "4:15");
  BOOST_TEST(place_text(b.find("d")->where) == "4:24");
  BOOST_TEST(b.find("d")->number() == 1500.0);
}

BOOST_AUTO_TEST_CASE(integers_keep_all_64_bits) {
  const auto [file, errors] = parse_text("[18446744073709551615, -9223372036854775808, 0, -0]");
  BOOST_REQUIRE(errors.empty());
  const auto& items = *file.root.as<node::array>();
  BOOST_TEST(*items[0].as<std::uint64_t>() == 18446744073709551615U);
  BOOST_TEST(*items[1].as<std::int64_t>() == std::numeric_limits<std::int64_t>::min());
  BOOST_TEST(*items[2].as<std::uint64_t>() == 0U);
  BOOST_TEST(items[3].number() == 0.0);
}

BOOST_AUTO_TEST_CASE(columns_count_characters_not_bytes) {
  const auto [file, errors] = parse_text("{ \"\xc3\xa4\xe2\x82\xac\": 5 }");
  BOOST_REQUIRE(errors.empty());
  BOOST_TEST(place_text(file.root.find("\xc3\xa4\xe2\x82\xac")->where) == "1:9");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_passed_over) {
  const auto [file, errors] = parse_text("\xef\xbb\xbf{ \"a\": 1 }");
  BOOST_REQUIRE(errors.empty());
  BOOST_TEST(place_text(file.root.find("a")->where) == "1:8");
  BOOST_TEST(mistakes("\xef\xbb\xbf[x]") == "1:2: a string stands in double quotes\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_told_with_its_place) {
  const std::vector<std::tuple<std::string, std::string>> table{
      {"", "1:1: there is no JSON here: the text is empty\n"},
      {" \n ", "2:2: there is no JSON here: the text is empty\n"},
      {"{\n  \"a\": 1,\n", "3:1: the text ends too early\n"},
      {"[\"ab", "1:2: the string has no closing quote\n"},
      {"[1,]", "1:3: a comma too many\n"},
      {"{\"a\":1,,\"b\":2}", "1:7: a comma too many\n"},
      {"[1 2]", "1:4: a comma is missing before this\n"},
      {"{\"a\": 1 \"b\": 2}", "1:9: a comma is missing before this\n"},
      {"{\"a\" 1}", "1:6: a colon is missing between key and value\n"},
      {"{\"a\":}", "1:6: a value is missing here\n"},
      {"{a: 1}", "1:2: a key stands in double quotes\n"},
      {"{'a': 1}", "1:2: strings stand in double quotes, not in single ones\n"},
      {"{ // why\n}", "1:3: JSON has no comments\n"},
      {"{ /* why */ }", "1:3: JSON has no comments\n"},
      {"[NaN]", "1:2: JSON has no NaN\n"},
      {"[-Infinity]", "1:2: JSON has no -Infinity\n"},
      {"[True]", "1:2: unknown word \"True\"\n"},
      {"[flase]", "1:2: unknown word \"flase\"\n"},
      {"[007]", "1:2: \"007\" is not a number as JSON writes it\n"},
      {"[.5]", "1:2: \".5\" is not a number as JSON writes it\n"},
      {"[1e999]", "1:2: the number 1e999 is too large\n"},
      {"{\"d\": 5ms}", "1:7: a string stands in double quotes\n"},
      {"[1] [2]", "1:5: the JSON value has ended, yet more text follows\n"},
      {"[18446744073709551616]",
       "1:2: the whole number 18446744073709551616 does not fit in 64 bits\n"},
      {"[-9223372036854775809]",
       "1:2: the whole number -9223372036854775809 does not fit in 64 bits\n"},
      {"[\"a\xff\"]", "1:4: this is not UTF-8\n"},
      {"\xff\xfe{}", "1:1: this is not JSON in UTF-8\n"},
      {std::string{"{}\0", 3}, "1:3: a zero byte: this is not JSON in UTF-8\n"},
      {"\x1f\x8b", "1:1: unexpected '?'\n"},
  };
  for (const auto& [text, expected] : table) BOOST_TEST(mistakes(text) == expected);
}

BOOST_AUTO_TEST_CASE(an_end_too_early_names_the_bracket_left_open) {
  const auto errors = parse_text("{\n  \"a\": [1,\n").errors.list();
  BOOST_REQUIRE(errors.size() == 1U);
  BOOST_TEST(errors.front().hint == "the '[' at line 2, column 8 is not closed");
}

BOOST_AUTO_TEST_CASE(a_key_given_twice_is_told_with_both_places) {
  BOOST_TEST(mistakes("{ \"a\": 1,\n  \"b\": { \"c\": 1, \"c\": 2 },\n  \"a\": 3,\n  \"a\": 4 }") ==
             "2:18: the key \"c\" stands here again; first at line 2, column 10\n"
             "3:3: the key \"a\" stands here again; first at line 1, column 3\n"
             "4:3: the key \"a\" stands here again; first at line 1, column 3\n");
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded_however_deep_the_text) {
  const std::string expected = "1:65: nested more than 64 levels deep\n";
  BOOST_TEST(mistakes(std::string(200'000, '[')) == expected);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  BOOST_TEST(mistakes(objects) == "1:321: nested more than 64 levels deep\n");
  const std::string deep = std::string(64, '[') + std::string(64, ']');
  BOOST_TEST(mistakes(deep) == "");
}

BOOST_AUTO_TEST_CASE(size_and_number_of_values_are_bounded) {
  std::string many = "[0";
  for (std::size_t i = 1; i < most_values; ++i) many += ",0";
  BOOST_TEST(mistakes(many + ']').substr(0, 5) == "1:200");
  BOOST_TEST(mistakes(many + ']').ends_with("more than 1000000 values\n"));
  BOOST_TEST(mistakes(std::string(most_bytes + 1, ' ')) == "0:0: larger than 16 MiB\n");
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_keys_given_twice_end_soon) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"a\":0,";
  const auto errors = parse_text(text + "\"a\":0}").errors;
  BOOST_TEST(errors.size() == diagnostics::most);
  BOOST_TEST(errors.full());
}

BOOST_AUTO_TEST_CASE(a_text_cut_anywhere_is_an_error_at_its_end_or_before) {
  const std::string whole =
      R"({"name": "x\u00e4", "list": [1, -2.5e-3, true, null, {"k": []}], "d": "5ms"})";
  BOOST_REQUIRE(mistakes(whole).empty());
  for (std::size_t length = 0; length < whole.size(); ++length)
    BOOST_TEST(parse_text(whole.substr(0, length)).errors.size() == 1U, "cut at " << length);
}

BOOST_AUTO_TEST_CASE(damaged_text_is_read_or_refused_but_never_more) {
  const std::string whole =
      R"({"name": "x\u00e4", "list": [1, -2.5e-3, true, null, {"k": []}], "d": "5ms"})";
  const std::string_view bytes{"\0\"\\{}[],:0-.eEtfn \n\xff\xc3\x80u", 22};
  int refused = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    contend::random_source random{contend::random_key{17}.with(i)};
    std::string damaged = whole;
    for (std::int64_t n = random.uniform(1, 4); n > 0; --n)
      damaged[static_cast<std::size_t>(random.uniform(0, std::ssize(whole) - 1))] =
          bytes[static_cast<std::size_t>(random.uniform(0, std::ssize(bytes) - 1))];
    const auto [file, errors] = parse_text(damaged);
    if (errors.empty()) {
      // What was read can be written and read again.
      BOOST_TEST((parse_text(to_text(file.root)).file.root == file.root));
    } else {
      ++refused;
      for (const diagnostic& found : errors.list())
        BOOST_TEST((found.line >= 1 && found.line <= 5));
    }
  }
  BOOST_TEST(refused > 10'000);
}

BOOST_AUTO_TEST_CASE(text_written_is_the_same_json) {
  const std::string text = R"({
  "a": [1, -2, 2.5, 3.0, 1e+300, true, null, "\"\\\n\u0001ä"],
  "long": [
    "0123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789"
  ],
  "empty": [{}, []]
}
)";
  const auto [file, errors] = parse_text(text);
  BOOST_REQUIRE(errors.empty());
  BOOST_TEST(to_text(file.root) == text);
}

BOOST_AUTO_TEST_SUITE_END()
