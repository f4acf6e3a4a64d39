// Waits on the machine's clock are proved by conditions: that time has passed, that a stop came
// first.
#include <latch>
#include <stop_token>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/testing/manual_clock.hpp>

using namespace contend;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(clocks)

BOOST_AUTO_TEST_CASE(the_steady_clock_waits_until_the_time_has_come) {
  steady_clock_source clock;
  const time_point until = clock.now() + 2ms;
  clock.wait_until(until, {});
  BOOST_TEST((clock.now() >= until));
}

BOOST_AUTO_TEST_CASE(a_time_that_is_past_is_not_waited_for) {
  steady_clock_source clock;
  clock.wait_until(time_point{}, {});
  clock.wait_until(clock.now(), {});
  BOOST_TEST((clock.now() > time_point{}));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_wait_that_would_never_end) {
  std::latch begun{1};
  bool stopped = false;
  {
    std::jthread waiting{[&](const std::stop_token& stop) {
      steady_clock_source clock;
      begun.count_down();
      clock.wait_until(end_of_time, stop);
      stopped = stop.stop_requested();
    }};
    begun.wait();
  }
  BOOST_TEST(stopped);
}

BOOST_AUTO_TEST_CASE(a_manual_clock_moves_only_when_told_and_never_back) {
  testing::manual_clock clock;
  BOOST_TEST((clock.now() == time_point{}));
  clock.advance(5ms);
  clock.advance_to(time_point{3ms});
  BOOST_TEST((clock.now() == time_point{5ms}));
  clock.wait_until(time_point{9ms}, {});
  BOOST_TEST((clock.now() == time_point{9ms}));
  BOOST_TEST((clock.wall_time() == timestamp{9ms}));
}

BOOST_AUTO_TEST_CASE(a_stopped_wait_leaves_a_manual_clock_where_it_is) {
  testing::manual_clock clock;
  std::stop_source source;
  source.request_stop();
  clock.wait_until(time_point{1h}, source.get_token());
  BOOST_TEST((clock.now() == time_point{}));
}

BOOST_AUTO_TEST_SUITE_END()
