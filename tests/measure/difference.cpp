// Differences of two samples, held against Student's own data, whose figures are in every textbook
// and in R's documentation (`t.test(extra ~ group, data = sleep)`); Holm's correction against an
// example worked out by hand. What scipy says of real results: tests/scipy.
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/measure/difference.hpp>
#include <contend/measure/holm.hpp>
#include <contend/policies/random.hpp>

using namespace contend::measure;

namespace {

// Additional hours of sleep of the same ten patients, by two drugs (Student, 1908).
const std::vector<double> first_drug = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second_drug = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

estimate of(const std::vector<double>& values) {
  statistics s;
  for (const double x : values) s.add(plain(x));
  return s.result();
}

void close(double is, double should_be, double by) {
  BOOST_TEST(std::abs(is - should_be) <= by, is << " is not " << should_be);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(differences)

BOOST_AUTO_TEST_CASE(a_paired_difference_is_students_own) {
  const difference d = paired_difference(first_drug, second_drug);
  BOOST_TEST(d.paired);
  close(d.absolute, 1.58, 1e-12);
  close(*d.relative, 1.58 / 0.75, 1e-12);
  close(*d.degrees, 9, 0);
  close(d.absolute / *d.standard_error, 4.0621, 5e-5);
  close(*d.p_value, 0.002833, 5e-7);
  close(d.ci95->first, 0.7001142, 5e-8);
  close(d.ci95->second, 2.4598858, 5e-8);
}

BOOST_AUTO_TEST_CASE(an_unpaired_difference_is_welchs) {
  const difference d = unpaired_difference(of(first_drug), of(second_drug));
  BOOST_TEST(!d.paired);
  close(d.absolute / *d.standard_error, 1.8608, 5e-5);
  close(*d.degrees, 17.776, 5e-4);
  close(*d.p_value, 0.07939, 5e-6);
  close(d.ci95->first, -0.2054832, 5e-8);
  close(d.ci95->second, 3.3654832, 5e-8);
}

BOOST_AUTO_TEST_CASE(the_other_way_round_it_is_the_same_with_the_other_sign) {
  const difference there = unpaired_difference(of(first_drug), of(second_drug));
  const difference back = unpaired_difference(of(second_drug), of(first_drug));
  BOOST_TEST(back.absolute == -there.absolute);
  BOOST_TEST(*back.p_value == *there.p_value);
  close(*back.relative, -1.58 / 2.33, 1e-12);
}

BOOST_AUTO_TEST_CASE(an_effect_is_measured_in_deviations_of_single_values) {
  close(*effect_size(of(first_drug), of(second_drug)), 0.832181, 5e-6);
  BOOST_TEST(!effect_size(of({1, 1}), of({2, 2})));
  BOOST_TEST(!effect_size(of({1}), of({2, 3})));
}

BOOST_AUTO_TEST_CASE(where_nothing_varies_the_signs_decide_and_equals_are_equal) {
  const std::vector<double> one = {1, 1, 1};
  const std::vector<double> two = {2, 2, 2};
  for (const difference& d : {paired_difference(one, two), unpaired_difference(of(one), of(two))}) {
    BOOST_TEST(d.absolute == 1);
    BOOST_TEST(*d.p_value == 0.25);  // three heads or three tails
    BOOST_TEST((*d.ci95 == std::pair{1.0, 1.0}));
    BOOST_TEST(!d.degrees);
  }
  for (const difference& d : {paired_difference(one, one), unpaired_difference(of(one), of(one))}) {
    BOOST_TEST(*d.relative == 0);
    BOOST_TEST(*d.p_value == 1);
    BOOST_TEST((*d.ci95 == std::pair{0.0, 0.0}));
  }
}

BOOST_AUTO_TEST_CASE(one_replication_gives_a_difference_and_says_nothing_of_chance) {
  for (const difference& d :
       {paired_difference(std::vector{2.0}, std::vector{3.0}),
        unpaired_difference(of({2}), of({3})), unpaired_difference(of({2, 2}), of({3}))}) {
    BOOST_TEST(d.absolute == 1);
    BOOST_TEST(*d.relative == 0.5);
    BOOST_TEST(!d.p_value);
    BOOST_TEST(!d.ci95);
    BOOST_TEST(!d.standard_error);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_relative_to_zero_but_zero) {
  BOOST_TEST(!unpaired_difference(of({0, 0}), of({1, 2})).relative);
  BOOST_TEST(*unpaired_difference(of({0, 0}), of({0, 0})).relative == 0);
  close(*unpaired_difference(of({-1, -3}), of({-1, -1})).relative, 0.5, 1e-15);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_is_refused) {
  BOOST_CHECK_THROW((void)paired_difference(first_drug, std::vector{1.0}), std::invalid_argument);
  BOOST_CHECK_THROW((void)paired_difference({}, {}), std::invalid_argument);
  BOOST_CHECK_THROW((void)unpaired_difference({}, of({1, 2})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(pairs_of_what_goes_up_and_down_together_show_what_the_sides_alone_do_not) {
  contend::random_source random{contend::random_key{1}};
  std::vector<double> before;
  std::vector<double> after;
  for (int i = 0; i < 20; ++i) {
    before.push_back(100 * random.unit());
    after.push_back(before.back() + 1 + 0.1 * random.unit());
  }
  BOOST_TEST(*paired_difference(before, after).p_value < 1e-12);
  BOOST_TEST(*unpaired_difference(of(before), of(after)).p_value > 0.5);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(many_questions)

BOOST_AUTO_TEST_CASE(holm_multiplies_the_smallest_by_their_number_the_next_by_one_less) {
  // Sorted: 0.005·4, 0.01·3, 0.03·2, 0.04·1, none below the one before.
  const std::vector<double> corrected = holm(std::vector{0.01, 0.04, 0.03, 0.005});
  const std::vector<double> expected = {0.03, 0.06, 0.06, 0.02};
  BOOST_TEST(corrected == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_is_surer_than_certain_and_one_question_stays_as_it_is) {
  BOOST_TEST(holm(std::vector{0.9, 0.8}) == (std::vector{1.0, 1.0}),
             boost::test_tools::per_element());
  BOOST_TEST(holm(std::vector{0.04}) == std::vector{0.04}, boost::test_tools::per_element());
  BOOST_TEST(holm({}).empty());
}

BOOST_AUTO_TEST_CASE(of_many_true_nulls_one_is_called_significant_in_one_family_of_twenty) {
  // 2000 families of 20 uniform p-values: binomial, mean at most 100, deviation 9.7.
  contend::random_source random{contend::random_key{2}};
  int wrong = 0;
  for (int family = 0; family < 2000; ++family) {
    std::vector<double> p_values(20);
    for (double& p : p_values) p = random.unit();
    const std::vector<double> corrected = holm(p_values);
    wrong += *std::min_element(corrected.begin(), corrected.end()) < 0.05 ? 1 : 0;
  }
  BOOST_TEST(wrong > 100 - 4.5 * 9.7);
  BOOST_TEST(wrong < 100 + 4.5 * 9.7);
}

BOOST_AUTO_TEST_SUITE_END()
