// The collector is held against the text that a person should see, and against what must not
// happen: a mistake lost, one told twice, a terminal garbled by what stands in a file.
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/diagnostics.hpp>

using namespace contend::config;

BOOST_AUTO_TEST_SUITE(config_diagnostics)

BOOST_AUTO_TEST_CASE(a_mistake_reads_like_a_good_compilers) {
  const source file{"hot-key.json", "{\n  \"backoff\": { \"jiter\": {} }\n}\n"};
  diagnostics errors;
  errors.error({&file, file.text.find("\"jiter")}, "unknown backoff \"jiter\"",
               "did you mean \"jitter\"?");
  BOOST_TEST(errors.text() ==
             "hot-key.json:2:16: error: unknown backoff \"jiter\"\n"
             "    \"backoff\": { \"jiter\": {} }\n"
             "                 ^\n"
             "did you mean \"jitter\"?\n");
}

BOOST_AUTO_TEST_CASE(a_mistake_of_a_whole_file_has_no_place) {
  diagnostics errors;
  errors.error("dir", "is a directory");
  BOOST_TEST(errors.text() == "dir: error: is a directory\n");
}

BOOST_AUTO_TEST_CASE(mistakes_come_in_the_order_of_the_text_and_each_once) {
  const source file{"a.json", "one\ntwo\nthree\n"};
  diagnostics errors;
  errors.error({&file, 8}, "third");
  errors.error({&file, 0}, "first");
  errors.error({&file, 8}, "third");
  errors.error({&file, 6}, "second");
  const auto list = errors.list();
  BOOST_REQUIRE(list.size() == 3U);
  BOOST_TEST(list[0].message == "first");
  BOOST_TEST(list[1].message == "second");
  BOOST_TEST(list[1].column == 3U);
  BOOST_TEST(list[2].message == "third");
}

BOOST_AUTO_TEST_CASE(the_caret_stands_under_its_character_after_tabs_and_wide_text) {
  const source file{"a.json", "\t\"\xc3\xa4\": x"};
  diagnostics errors;
  errors.error({&file, file.text.size() - 1}, "m");
  BOOST_TEST(errors.text() == "a.json:1:7: error: m\n   \"\xc3\xa4\": x\n        ^\n");
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_obey_is_not_shown) {
  const source file{"a.json", "a\x1b[2J\xff\r\nb"};
  diagnostics errors;
  errors.error({&file, 7}, "bad \x1b[31m");
  BOOST_TEST(errors.list().front().source_line == "a?[2J?");
  BOOST_TEST(errors.list().front().message == "bad ?[31m");
}

BOOST_AUTO_TEST_CASE(a_long_line_is_shown_around_the_place) {
  const std::string left(1'000'000, 'l');
  const std::string right(1'000'000, 'r');
  const source file{"a.json", left + '!' + right};
  diagnostics errors;
  errors.error({&file, left.size()}, "m");
  const diagnostic found = errors.list().front();
  BOOST_TEST(found.column == left.size() + 1);
  BOOST_TEST(found.source_line.size() < 200U);
  BOOST_TEST(found.source_line[found.caret] == '!');
}

BOOST_AUTO_TEST_CASE(more_than_a_hundred_are_counted) {
  const source file{"a.json", std::string(300, '\n')};
  diagnostics errors;
  for (std::size_t i = 0; i < 250; ++i) errors.error({&file, i}, "m");
  BOOST_TEST(errors.list().size() == 100U);
  BOOST_TEST(errors.text().ends_with("and 150 more errors\n"));

  diagnostics all;
  all.error("b", "m");
  all.append(errors);
  BOOST_TEST(all.size() == 100U);
  BOOST_TEST(all.text().ends_with("and 151 more errors\n"));
}

BOOST_AUTO_TEST_CASE(what_is_appended_is_not_told_twice) {
  diagnostics first;
  first.error("a", "one");
  diagnostics second;
  second.error("a", "one");
  second.error("a", "two");
  first.append(second);
  BOOST_TEST(first.text() == "a: error: one\na: error: two\n");
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_thrown_as_one) {
  diagnostics errors;
  BOOST_CHECK_NO_THROW(errors.throw_if_any());
  errors.error("a", "one");
  errors.error("a", "two");
  try {
    errors.throw_if_any();
    BOOST_FAIL("nothing was thrown");
  } catch (const invalid_config& invalid) {
    BOOST_TEST(invalid.list().size() == 2U);
    BOOST_TEST(invalid.what() == "a: error: one\na: error: two\n");
  }
}

BOOST_AUTO_TEST_SUITE_END()
