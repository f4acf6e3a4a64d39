// Errors are held against what a caller does with them: tell them apart, print them, classify them.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/store/error.hpp>

using namespace contend;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(a_conflict_is_told_by_its_class) {
  const store_error conflict = version_conflict("a", 4, 7);
  BOOST_TEST((conflict.code == store_errc::version_conflict));
  BOOST_TEST(conflict.is_conflict());
  const store_error other{.code = store_errc::duplicate_event_id, .attempted = 4, .current = 7};
  BOOST_TEST(!other.is_conflict());
  BOOST_TEST((other.code != store_errc::version_conflict));
}

BOOST_AUTO_TEST_CASE(a_conflict_is_told_by_its_fields) {
  const store_error conflict = version_conflict("a", 4, 7);
  BOOST_TEST(conflict.actor == "a");
  BOOST_TEST(conflict.attempted == 4);
  BOOST_TEST(conflict.current == 7);
}

BOOST_AUTO_TEST_CASE(a_conflict_prints_actor_attempted_and_current_version) {
  BOOST_TEST(version_conflict("account-1", 4, 7).message() ==
             "version conflict: actor \"account-1\", attempted version 4, current version 7");
}

BOOST_AUTO_TEST_CASE(other_errors_print_the_fields_that_they_fill) {
  const store_error slow{
      .code = store_errc::throttled, .retry_after = 1500us, .detail = "over 100 appends/s"};
  BOOST_TEST(slow.message() == "throttled by the store, retry after 1.5 ms: over 100 appends/s");
  BOOST_TEST(store_error{.code = store_errc::closed}.message() == "store closed");
}

BOOST_AUTO_TEST_CASE(every_code_has_a_text_of_its_own_and_a_class) {
  const std::vector<std::pair<store_errc, outcome>> classes = {
      {store_errc::version_conflict, outcome::conflict},
      {store_errc::duplicate_event_id, outcome::permanent},
      {store_errc::invalid_event, outcome::permanent},
      {store_errc::throttled, outcome::throttled},
      {store_errc::unavailable, outcome::transient},
      {store_errc::unanswered, outcome::ambiguous},
      {store_errc::permission_denied, outcome::permanent},
      {store_errc::closed, outcome::permanent}};
  std::set<std::string> texts;
  for (const auto& [code, how] : classes) {
    BOOST_TEST(to_string(classify({.code = code})) == to_string(how));
    texts.insert(make_error_code(code).message());
  }
  BOOST_TEST(texts.size() == classes.size());
}

BOOST_AUTO_TEST_CASE(a_code_of_somebody_else_is_permanent) {
  const auto foreign = make_error_code(boost::system::errc::timed_out);
  BOOST_TEST((classify({.code = foreign}) == outcome::permanent));
}

BOOST_AUTO_TEST_CASE(codes_meet_the_standard_conditions_where_there_is_one) {
  namespace errc = boost::system::errc;
  BOOST_TEST((make_error_code(store_errc::unanswered) == errc::timed_out));
  BOOST_TEST((make_error_code(store_errc::invalid_event) == errc::invalid_argument));
  BOOST_TEST((make_error_code(store_errc::permission_denied) == errc::permission_denied));
  BOOST_TEST((make_error_code(store_errc::version_conflict) != errc::invalid_argument));
  BOOST_TEST(make_error_code(store_errc::version_conflict).category().name() == "contend.store");
}

BOOST_AUTO_TEST_CASE(asking_an_error_for_its_value_throws_it_with_its_fields) {
  const result<version> refused = version_conflict("a", 4, 7);
  try {
    (void)refused.value();
    BOOST_FAIL("no exception");
  } catch (const store_exception& thrown) {
    BOOST_TEST(thrown.error().current == 7);
    BOOST_TEST(std::string_view{thrown.what()} == thrown.error().message());
  }
}

BOOST_AUTO_TEST_SUITE_END()
