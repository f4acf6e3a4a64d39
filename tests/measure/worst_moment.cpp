// The worst moment of runs that are written down attempt by attempt.
#include <boost/test/unit_test.hpp>

#include <contend/measure/worst_moment.hpp>

using namespace contend::measure;
using namespace std::chrono_literals;
using fate = attempt_record::fate;
using json = nlohmann::ordered_json;

namespace {

attempt_record attempt(std::uint32_t writer, contend::duration read, contend::duration append,
                       fate how, std::uint32_t actor = 0) {
  return {
      .writer = writer, .actor = actor, .number = 1, .read = read, .append = append, .how = how};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(worst_moments)

BOOST_AUTO_TEST_CASE(a_run_without_conflicts_has_none) {
  worst_moment w{100ms};
  BOOST_TEST(w.result().empty());
  w.add(attempt(1, 1ms, 5ms, fate::committed));
  BOOST_TEST(w.result().empty());
}

BOOST_AUTO_TEST_CASE(it_is_the_stretch_with_the_most_conflicts_wherever_it_stands) {
  for (const int worst : {0, 1, 2}) {
    worst_moment w{100ms};
    for (int stretch = 0; stretch < 3; ++stretch)
      for (std::uint32_t writer = 0; writer < (stretch == worst ? 3U : 2U); ++writer)
        w.add(attempt(writer, stretch * 100ms + 1ms, stretch * 100ms + 9ms, fate::conflict));
    const json r = w.result();
    BOOST_TEST(r["from"] == worst * 0.1);
    BOOST_TEST(r["conflicts"] == 3U);
    BOOST_TEST(r["attempts"].size() == 3U);
  }
}

BOOST_AUTO_TEST_CASE(a_conflict_names_the_first_commit_within_its_window) {
  worst_moment w{1s};
  w.add(attempt(1, 10ms, 20ms, fate::committed));  // before the loser's read
  w.add(attempt(2, 22ms, 30ms, fate::committed));
  w.add(attempt(3, 31ms, 39ms, fate::committed));
  w.add(attempt(4, 21ms, 40ms, fate::conflict));
  const json attempts = w.result()["attempts"];
  BOOST_TEST(attempts[3] == json::parse(R"({"writer": 4, "attempt": 1, "read": 0.021,
    "append": 0.04, "outcome": "conflict", "lost_to": 1})"));
  BOOST_TEST(!attempts[0].contains("lost_to"));
}

BOOST_AUTO_TEST_CASE(only_the_actor_with_the_most_conflicts_is_shown) {
  worst_moment w{1s};
  w.add(attempt(1, 1ms, 2ms, fate::conflict, 5));
  w.add(attempt(2, 1ms, 3ms, fate::conflict, 6));
  w.add(attempt(3, 1ms, 4ms, fate::conflict, 6));
  const json r = w.result();
  BOOST_TEST(r["actor"] == 6U);
  BOOST_TEST(r["attempts"].size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_bounded_and_keeps_the_commits) {
  worst_moment w{1s};
  for (std::uint32_t i = 0; i < 40; ++i)
    w.add(attempt(i, 1ms, 2ms + i * 1us, i % 8 == 7 ? fate::committed : fate::conflict));
  const json attempts = w.result()["attempts"];
  std::size_t commits = 0;
  for (const json& a : attempts) commits += a["outcome"] == "committed" ? 1 : 0;
  BOOST_TEST(commits == 5U);
  BOOST_TEST(attempts.size() == 17U);  // and the conflicts of twelve writers

  worst_moment crowded{1s};
  for (std::uint32_t i = 0; i < 10'000; ++i)
    crowded.add(attempt(i % 4, 1ms, 2ms + i * 1us, fate::conflict));
  BOOST_TEST(crowded.result()["conflicts"] == 10'000U);
  BOOST_TEST(crowded.result()["attempts"].size() == 96U);
}

BOOST_AUTO_TEST_SUITE_END()
