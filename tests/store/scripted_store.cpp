// The test double is tested too: it says what the script says, and tells what it was asked.
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>

#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(scripted_stores)

BOOST_AUTO_TEST_CASE(answers_come_in_order_and_take_their_time) {
  manual_clock clock;
  scripted_store store{{{.current = 4, .took = 2ms},
                        {.error = store_errc::version_conflict, .current = 6, .took = 3ms},
                        {.error = store_errc::throttled, .retry_after = 9ms},
                        {.took = 5ms}},
                       &clock};
  BOOST_TEST(store.get_latest_version("a").value() == 4);
  BOOST_TEST((store.last_took() == 2ms));
  const auto refused = store.append("a", expected_version::exact(4), events_at("a", {5}));
  BOOST_TEST(refused.error().attempted == 5);
  BOOST_TEST(refused.error().current == 6);
  BOOST_TEST((store.get_latest_version("a").error().retry_after == 9ms));
  BOOST_TEST(store.append("a", expected_version::any(), events_at("a", {7, 8})).value() == 8);
  BOOST_TEST((clock.now() == time_point{10ms}));
  BOOST_TEST(store.at_end());
}

BOOST_AUTO_TEST_CASE(every_call_is_kept_with_its_arguments_and_time) {
  manual_clock clock;
  scripted_store store{{{.current = 4, .took = 2ms}, {.took = 3ms}}, &clock};
  (void)store.get_events("a", {.from = 3});
  const auto batch = events_at("a", {5});
  (void)store.append("a", expected_version::exact(4), batch);
  const std::vector<scripted_call> expected = {
      {.what = scripted_call::kind::get_events, .actor = "a", .range = {.from = 3}, .took = 2ms},
      {.what = scripted_call::kind::append,
       .actor = "a",
       .expected = expected_version::exact(4),
       .events = batch,
       .at = time_point{2ms},
       .took = 3ms}};
  BOOST_TEST((store.calls() == expected));
}

BOOST_AUTO_TEST_CASE(a_read_of_events_finds_made_up_ones_up_to_the_scripted_version) {
  scripted_store store{{{.current = 4}, {.current = 4}, {.current = 4}, {.current = 0}}};
  const auto versions = [&](event_range range) {
    return versions_of(store.get_events("a", range).value());
  };
  const auto per_element = boost::test_tools::per_element();
  BOOST_TEST(versions({}) == (std::vector<version>{1, 2, 3, 4}), per_element);
  BOOST_TEST(versions({.from = 3}) == (std::vector<version>{3, 4}), per_element);
  BOOST_TEST(versions({.to = 3, .limit = 2, .backwards = true}) == (std::vector<version>{3, 2}),
             per_element);
  BOOST_TEST(versions({}).empty());
}

BOOST_AUTO_TEST_CASE(past_its_end_every_call_fails_and_says_why) {
  scripted_store store{{}};
  const auto lost = store.get_latest_version("a");
  BOOST_TEST((lost.error().code == store_errc::closed));
  BOOST_TEST(lost.error().detail == "the script is at its end");
  BOOST_TEST(store.calls().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
