// What only a file can show: it survives its store, and a kill of the process under load. A child
// process appends and writes each acknowledged version to a pipe; it is killed (-9) in the middle,
// twenty times, and then the file is held against what the pipe has told.
#include <array>
#include <barrier>
#include <conformance/embedded/sqlite_file.hpp>
#include <csignal>
#include <filesystem>
#include <set>
#include <store/events.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

constexpr int writers = 4;

struct acknowledgement {
  int writer;
  int round;
  version at;
};

/// The child: its threads write to one actor and tell what was acknowledged. Ends with the process
/// alone.
[[noreturn]] void write_until_killed(const sqlite_file& file, int round, int told) {
  // Two objects, so that connections compete as well as threads.
  const auto first = file.open();
  const auto second = file.open();
  const auto write_as = [&](int w) {
    const auto& store = w % 2 == 0 ? first : second;
    for (;;) {
      const version at = store->get_latest_version("shared").value();
      const auto id = fmt::format("{}.{}.{}", round, w, at + 1);
      const event_ptr mine[] = {make_event(draft("shared", at + 1, id))};
      if (!store->append("shared", expected_version::exact(at), mine)) continue;
      const acknowledgement a{w, round, at + 1};
      if (::write(told, &a, sizeof a) != sizeof a) return;
    }
  };
  std::vector<std::jthread> running;
  for (int w = 0; w < writers; ++w) running.emplace_back(write_as, w);
  running.clear();
  ::_exit(1);
}

/// Runs one child, kills it once it has told of `count` appends, and returns all that it told.
std::vector<acknowledgement> killed_child(const sqlite_file& file, int round, std::size_t count) {
  int ends[2] = {-1, -1};
  BOOST_REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) write_until_killed(file, round, ends[1]);
  ::close(ends[1]);
  std::vector<acknowledgement> told;
  acknowledgement a{};
  while (::read(ends[0], &a, sizeof a) == sizeof a) {
    told.push_back(a);
    if (told.size() == count) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int how = 0;
  ::waitpid(child, &how, 0);
  BOOST_REQUIRE((WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL));
  return told;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite_files)

BOOST_AUTO_TEST_CASE(what_was_stored_is_there_after_a_restart) {
  const sqlite_file file;
  file.open()->append("a", expected_version::no_stream(), events_at("a", {1, 4})).value();
  file.open()->save_snapshot({.actor_id = "a", .version = 4, .state = 4}).value();
  const auto store = file.open();
  BOOST_TEST(store->get_latest_version("a").value() == 4);
  BOOST_TEST((*store->get_events("a").value().back() == *event_at("a", 4)));
  BOOST_TEST(store->get_latest_snapshot("a").value().latest->state == 4);
}

BOOST_AUTO_TEST_CASE(twenty_kills_under_load_lose_nothing_acknowledged_and_double_nothing) {
  const sqlite_file file;
  std::vector<acknowledgement> told;
  for (int round = 0; round < 20; ++round)
    for (const acknowledgement& a :
         killed_child(file, round, 20 + 17 * static_cast<std::size_t>(round)))
      told.push_back(a);
  const auto store = file.open();
  const auto events = store->get_events("shared").value();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < events.size(); ++i) {
    BOOST_REQUIRE(events[i]->version == static_cast<version>(i + 1));
    BOOST_REQUIRE(ids.insert(events[i]->id).second);
  }
  BOOST_TEST(told.size() >= 20U * 20U);
  for (const acknowledgement& a : told)
    BOOST_REQUIRE(events.at(static_cast<std::size_t>(a.at - 1))->id ==
                  fmt::format("{}.{}.{}", a.round, a.writer, a.at));
  // Each writer may have had one append stored that it was not told of.
  BOOST_TEST(events.size() <= told.size() + 20U * writers);
}

BOOST_AUTO_TEST_CASE(other_tools_cannot_change_or_delete_an_event_either) {
  const sqlite_file file;
  const auto store = file.open();
  for (const version v : {1, 2}) store->save_event(event_at("a", v)).value();
  BOOST_TEST(file.run("UPDATE events SET type = 'Forged'") != SQLITE_DONE);
  BOOST_TEST(file.run("DELETE FROM events") != SQLITE_DONE);
  for (const char* columns : {"namespace, actor, 1, 'x'", "namespace, actor, 2, 'x'"})
    BOOST_TEST(file.run("INSERT OR REPLACE INTO events (namespace, actor, version, id, type, "
                        "timestamp, data) SELECT " +
                        std::string{columns} +
                        ", type, timestamp, data FROM events WHERE version = 1") != SQLITE_DONE);
  BOOST_TEST((*store->get_events("a").value().front() == *event_at("a", 1)));
  BOOST_TEST((*store->get_events("a").value().back() == *event_at("a", 2)));
}

BOOST_AUTO_TEST_CASE(many_open_and_fill_a_new_file_at_the_same_time) {
  for (int round = 0; round < 10; ++round) {
    const sqlite_file file;
    std::array<result<version>, 8> stored;
    std::barrier start{static_cast<std::ptrdiff_t>(stored.size())};
    std::vector<std::jthread> running;
    for (std::size_t t = 0; t < stored.size(); ++t)
      running.emplace_back([&, t] {
        start.arrive_and_wait();
        const auto opened =
            sqlite_store::open(file.path(), {.synchronous = sqlite_synchronous::normal});
        stored[t] = opened ? (*opened)->save_event(event_at(fmt::format("{}", t), 1))
                           : result<version>{opened.error()};
      });
    running.clear();
    for (const auto& one : stored) BOOST_TEST(one.has_value(), one.error().message());
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_something_else_or_of_a_later_version_is_refused) {
  const auto refused = [](const sqlite_file& file, std::string_view why) {
    const auto opened = sqlite_store::open(file.path());
    BOOST_REQUIRE(opened.has_error());
    BOOST_TEST((opened.error().code == store_errc::damaged));
    BOOST_TEST(opened.error().detail.find(why) != std::string::npos, opened.error().detail);
  };
  const sqlite_file foreign;
  foreign.run("CREATE TABLE notes (text)");
  refused(foreign, "a database of something else");
  BOOST_TEST(!std::filesystem::exists(foreign.path() + "-wal"));  // and left as it was
  BOOST_TEST(foreign.run("PRAGMA journal_mode = DELETE") == SQLITE_ROW);
  const sqlite_file later;
  later.open()->save_event(event_at("a", 1)).value();
  later.run("PRAGMA user_version = 2");
  refused(later, "schema version 2, and this program knows 1");
  BOOST_TEST(sqlite_store::open(":memory:").has_error());
  BOOST_TEST(
      (sqlite_store::open("/nowhere/events.db").error().code == store_errc::permission_denied));
}

BOOST_AUTO_TEST_CASE(a_file_that_another_keeps_busy_is_unavailable_and_nothing_was_stored) {
  const sqlite_file file;
  const auto store =
      sqlite_store::open(file.path(), {.busy_timeout = std::chrono::milliseconds{1}}).value();
  sqlite3* other = nullptr;
  BOOST_REQUIRE(sqlite3_open(file.path().c_str(), &other) == SQLITE_OK);
  BOOST_REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  for (const auto& events : {events_at("a", {1}), events_at("a", {1, 2})}) {
    const auto refused = store->append("a", expected_version::no_stream(), events);
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST((classify(refused.error()) == outcome::transient));
  }
  sqlite3_close(other);
  BOOST_TEST(store->save_event(event_at("a", 1)).value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
