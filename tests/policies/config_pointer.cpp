// Pointers against the examples of RFC 6901, and settings as they are given on a command line,
// right and wrong.
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/pointer.hpp>

using namespace contend::config;

namespace {

const std::string rfc = R"({ "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7 })";

document parsed(const std::string& text) {
  diagnostics errors;
  document file = parse(text, "x.json", errors);
  errors.throw_if_any();
  return file;
}

/// The text of `file` after the setting, or the mistakes.
std::string after(document file, const std::string& setting_text) {
  diagnostics errors;
  const setting made = parse_setting(setting_text, file, errors);
  if (errors.empty()) set(file.root, made.to, made.value, errors);
  return errors.empty() ? to_text(file.root) : errors.text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_pointer)

BOOST_AUTO_TEST_CASE(pointers_find_what_the_rfc_says) {
  const document file = parsed(rfc);
  const std::vector<std::tuple<std::string, std::string>> table{{"/foo", "[\"bar\", \"baz\"]\n"},
                                                                {"/foo/0", "\"bar\"\n"},
                                                                {"/", "0\n"},
                                                                {"/a~1b", "1\n"},
                                                                {"/c%d", "2\n"},
                                                                {"/m~0n", "8\n"},
                                                                {"/ ", "7\n"}};
  for (const auto& [text, expected] : table) {
    diagnostics errors;
    const pointer to = parse_pointer(text, {}, errors);
    BOOST_TEST(to.text() == text);
    const node* found = find(file.root, to);
    BOOST_REQUIRE_MESSAGE(found != nullptr, text);
    BOOST_TEST(to_text(*found) == expected);
  }
  for (const std::string nowhere : {"/foo/2", "/foo/-", "/foo/x", "/fo", "/c%d/x"}) {
    diagnostics errors;
    BOOST_TEST(find(file.root, parse_pointer(nowhere, {}, errors)) == nullptr, nowhere);
  }
}

BOOST_AUTO_TEST_CASE(a_value_is_json_or_else_a_string) {
  const document file = parsed("{ \"a\": 0 }");
  BOOST_TEST(after(file, "/a=5") == "{ \"a\": 5 }\n");
  BOOST_TEST(after(file, "/a=5ms") == "{ \"a\": \"5ms\" }\n");
  BOOST_TEST(after(file, "/a=\"5ms\"") == "{ \"a\": \"5ms\" }\n");
  BOOST_TEST(after(file, "/a=full jitter") == "{ \"a\": \"full jitter\" }\n");
  BOOST_TEST(after(file, "/a=true") == "{ \"a\": true }\n");
  BOOST_TEST(after(file, "/a={\"b\": [1]}") == "{ \"a\": { \"b\": [1] } }\n");
  BOOST_TEST(after(file, "/a=x=y") == "{ \"a\": \"x=y\" }\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_made) {
  BOOST_TEST(after(parsed("{}"), "/a/b c/d=1") == "{ \"a\": { \"b c\": { \"d\": 1 } } }\n");
  BOOST_TEST(after(parsed("{ \"l\": [1, { \"x\": 2 }] }"), "/l/1/x=3") ==
             "{ \"l\": [1, { \"x\": 3 }] }\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_told_where_it_is_wrong) {
  const document file = parsed("{ \"a\": 0, \"l\": [1, 2] }");
  BOOST_TEST(after(file, "/a") ==
             "--set:1:3: error: a setting is written /json/pointer=value\n  /a\n    ^\n");
  BOOST_TEST(after(file, "/a=") ==
             "--set:1:4: error: a setting is written /json/pointer=value\n  /a=\n     ^\n");
  BOOST_TEST(after(file, "").starts_with("--set:1:1: error: a setting is written"));
  BOOST_TEST(after(file, "a=1") ==
             "--set:1:1: error: a JSON pointer starts with '/', not \"a\"\n  a=1\n  ^\n"
             "did you mean \"/a\"?\n");
  BOOST_TEST(after(file, "/a={1}") ==
             "--set:1:5: error: a key stands in double quotes\n  /a={1}\n      ^\n");
  BOOST_TEST(
      after(file, "/a/b=1") ==
      "--set:1:4: error: \"b\" is not there: above it stands the number 0\n  /a/b=1\n     ^\n");
  BOOST_TEST(after(file, "/l/2=1") ==
             "--set:1:4: error: the list has no element \"2\": it has 2, counted from 0\n"
             "  /l/2=1\n     ^\n");
  BOOST_TEST(
      after(file, "/a~b=1").starts_with("--set:1:2: error: in a JSON pointer '~' is written"));
}

BOOST_AUTO_TEST_CASE(a_pointer_cannot_nest_deeper_than_a_file) {
  std::string deep;
  for (int i = 0; i < 60'000; ++i) deep += "/a";
  BOOST_TEST(after(parsed("{}"), deep + "=1")
                 .starts_with("--set:1:1: error: a JSON pointer has at most 64 parts\n"));
}

BOOST_AUTO_TEST_CASE(a_mistake_leaves_the_tree_as_it_was) {
  document file = parsed("{ \"l\": [1] }");
  const node before = file.root;
  diagnostics errors;
  const setting wrong = parse_setting("/new/x=1", file, errors);
  set(file.root, wrong.to, wrong.value, errors);
  BOOST_TEST(errors.empty());
  BOOST_TEST((file.root != before));
  file.root = before;
  const setting worse = parse_setting("/l/0/x=1", file, errors);
  set(file.root, worse.to, worse.value, errors);
  BOOST_TEST(errors.size() == 1U);
  BOOST_TEST((file.root == before));
}

BOOST_AUTO_TEST_SUITE_END()
