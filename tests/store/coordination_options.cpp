// The options of coordination as configuration has them, carried over to what does it.
#include <boost/test/unit_test.hpp>

#include <contend/store/coordination/options.hpp>

using namespace contend;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(coordination_options)

BOOST_AUTO_TEST_CASE(each_option_reaches_what_it_is_for) {
  BOOST_TEST(options_of(coordination::serialize{.waiting = 3}).waiting == 3U);
  const coalescer_options together = options_of(coordination::coalesce{.waiting = 4, .batch = 5});
  BOOST_TEST(together.lines.waiting == 4U);
  BOOST_TEST(together.batch == 5U);
  const background_options queue = options_of(
      coordination::background_queue{.jobs = 6, .workers = 7, .patience = 8ms, .dead_letters = 9});
  BOOST_TEST(queue.books.jobs == 6U);
  BOOST_TEST(queue.threads == 7U);
  BOOST_TEST((queue.patience == 8ms));
  BOOST_TEST(queue.dead_letters == 9U);
}

BOOST_AUTO_TEST_CASE(defaults_are_those_of_what_does_it) {
  BOOST_TEST(options_of(coordination::serialize{}).waiting == lines_options{}.waiting);
  BOOST_TEST(options_of(coordination::coalesce{}).batch == coalescer_options{}.batch);
  const background_options made = options_of(coordination::background_queue{});
  BOOST_TEST(made.books.jobs == background_options{}.books.jobs);
  BOOST_TEST(made.threads == background_options{}.threads);
  BOOST_TEST((made.patience == background_options{}.patience));
  BOOST_TEST(made.dead_letters == background_options{}.dead_letters);
}

BOOST_AUTO_TEST_CASE(a_queue_made_from_configuration_works) {
  background_queue queue{options_of(coordination::background_queue{.workers = 2})};
  const auto done = [](const std::stop_token&) {
    return operation_result{.end = ending::committed};
  };
  BOOST_TEST(queue.offer("a", done));
  BOOST_TEST(queue.drain());
  BOOST_TEST(queue.status().committed == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
