// Suggestions against slips that people make, and against names that are merely different. The
// distance is held against its definition on small words.
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/suggest.hpp>

using namespace contend::config;

namespace {

const std::vector<std::string_view> names{"none",     "fixed",    "exponential",      "jitter",
                                          "adaptive", "open_for", "detailed_conflict"};

}  // namespace

BOOST_AUTO_TEST_SUITE(config_suggest)

BOOST_AUTO_TEST_CASE(each_slip_of_a_finger_is_one_edit) {
  BOOST_TEST(edit_distance("jitter", "jitter") == 0U);
  BOOST_TEST(edit_distance("jiter", "jitter") == 1U);
  BOOST_TEST(edit_distance("jittter", "jitter") == 1U);
  BOOST_TEST(edit_distance("jutter", "jitter") == 1U);
  BOOST_TEST(edit_distance("jtiter", "jitter") == 1U);
  BOOST_TEST(edit_distance("", "abc") == 3U);
  BOOST_TEST(edit_distance("abc", "") == 3U);
  BOOST_TEST(edit_distance("ca", "abc") == 3U);  // the alignment's value; the full metric gives 2
}

BOOST_AUTO_TEST_CASE(a_slip_finds_what_was_meant) {
  BOOST_TEST(closest("jiter", names) == "jitter");
  BOOST_TEST(closest("Jitter", names) == "jitter");
  BOOST_TEST(closest("exponental", names) == "exponential");
  BOOST_TEST(closest("exp", names) == "exponential");
  BOOST_TEST(closest("openFor", names) == "open_for");
  BOOST_TEST(closest("open for", names) == "open_for");
  BOOST_TEST(closest("nnoe", names) == "none");
}

BOOST_AUTO_TEST_CASE(what_is_merely_different_finds_nothing) {
  for (std::string_view other : {"", "x", "window", "quadratic", "ab"})
    BOOST_TEST(closest(other, names) == "", "for " << other);
  BOOST_TEST(closest(std::string(1'000'000, 'j'), names) == "");
}

BOOST_AUTO_TEST_CASE(without_a_near_one_a_few_names_are_listed) {
  BOOST_TEST(did_you_mean("jiter", names) == "did you mean \"jitter\"?");
  BOOST_TEST(did_you_mean("x", {"a_b", "c_d"}) == "one of: \"a_b\", \"c_d\"");
  BOOST_TEST(did_you_mean("x", {}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
