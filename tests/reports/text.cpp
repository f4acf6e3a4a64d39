// Text as terminals show it: widths, cuts and breaks of plain, accented, wide and broken text.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/reports/detail/text.hpp>

using namespace contend::reports::detail;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(the_width_is_that_of_a_terminal) {
  BOOST_TEST(display_width("") == 0U);
  BOOST_TEST(display_width("full jitter") == 11U);
  BOOST_TEST(display_width("± 5 µs") == 6U);
  BOOST_TEST(display_width("全抖动") == 6U);
  BOOST_TEST(display_width("🚀") == 2U);
  BOOST_TEST(display_width("e\u0301") == 1U);  // e and a combining accent
  BOOST_TEST(display_width("\xff\xc3(\xe5\x85") ==
             5U);  // each byte that is not UTF-8 is one column
}

BOOST_AUTO_TEST_CASE(padding_goes_by_width) {
  BOOST_TEST(pad_right("抖动", 6) == "抖动  ");
  BOOST_TEST(pad_left("µs", 4) == "  µs");
  BOOST_TEST(pad_left("longer", 3) == "longer");
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_cut_between_characters) {
  BOOST_TEST(shortened("full jitter", 11) == "full jitter");
  BOOST_TEST(shortened("full jitter", 6) == "full …");
  BOOST_TEST(shortened("全抖动", 4) == "全…");
  BOOST_TEST(shortened("全抖动", 5) == "全抖…");
  BOOST_TEST(shortened("abc", 0) == "…");
}

BOOST_AUTO_TEST_CASE(control_characters_do_not_reach_the_terminal) {
  BOOST_TEST(printable("a\x1b[31mb\nc\td\x7f") == "a [31mb c d ");
  BOOST_TEST(printable("a\u0085b") == "a b");  // next line, of the upper control characters
  BOOST_TEST(printable("größer 全") == "größer 全");
}

BOOST_AUTO_TEST_CASE(lines_break_at_spaces_and_no_later_than_the_width) {
  BOOST_TEST(wrapped("one two three", 7) == "one two\nthree\n");
  BOOST_TEST(wrapped("one two three", 80) == "one two three\n");
  BOOST_TEST(wrapped("incomprehensibilities are long", 10) == "incomprehensibilities\nare long\n");
  BOOST_TEST(wrapped("", 10) == "\n");
}

BOOST_AUTO_TEST_CASE(a_number_keeps_its_unit) {
  BOOST_TEST(wrapped("they take 95 % of it", 12) == "they take\n95 % of it\n");
  BOOST_TEST(wrapped("4.92 ±0.01 s, less", 10) == "4.92\n±0.01 s,\nless\n");
}

BOOST_AUTO_TEST_CASE(lists_read_like_a_sentence) {
  BOOST_TEST(listed(std::vector<std::string>{}) == "");
  BOOST_TEST(listed(std::vector<std::string>{"a"}) == "a");
  BOOST_TEST(listed(std::vector<std::string>{"a", "b"}) == "a and b");
  BOOST_TEST(listed(std::vector<std::string>{"a", "b", "c"}) == "a, b and c");
}

BOOST_AUTO_TEST_SUITE_END()
