// Processes, kills and freezes under load: nothing acknowledged is lost, nothing is stored twice.
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <jetstream/homes.hpp>
#include <jetstream/trying.hpp>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

struct acknowledged {
  std::string actor;
  version at;
  std::string id;
};

void check(event_store& store, const std::vector<acknowledged>& told,
           const std::vector<std::string>& actors) {
  std::map<std::string, std::vector<event_ptr>> all;
  for (const std::string& actor : actors) {
    all[actor] = store.get_events(actor).value();
    std::set<std::string> ids;
    version expected = 1;
    for (const event_ptr& e : all[actor]) {
      BOOST_REQUIRE(e->version == expected++);
      BOOST_REQUIRE_MESSAGE(ids.insert(e->id).second, e->id + " is stored twice");
    }
  }
  for (const acknowledged& a : told) {
    const auto& events = all.at(a.actor);
    BOOST_REQUIRE(static_cast<std::size_t>(a.at) <= events.size());
    BOOST_REQUIRE(events[static_cast<std::size_t>(a.at - 1)]->id == a.id);
  }
}

constexpr int processes = 4;
constexpr int threads = 8;
constexpr int rounds = 10;

/// Runs a writer as a process of its own and returns what it told, once it has ended.
std::string run_writer(const std::vector<std::string>& arguments) {
  std::string command = CONTEND_NATS_WRITER;
  for (const std::string& a : arguments) command += " '" + a + "'";
  FILE* const from = ::popen(command.c_str(), "r");
  BOOST_REQUIRE(from != nullptr);
  std::string lines;
  std::array<char, 4096> buffer{};
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), from)) > 0;)
    lines.append(buffer.data(), n);
  BOOST_TEST(::pclose(from) == 0);
  return lines;
}

std::vector<acknowledged> parse(const std::string& lines) {
  std::vector<acknowledged> all;
  std::istringstream in{lines};
  for (acknowledged a; in >> a.actor >> a.at >> a.id;) all.push_back(a);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kills)

BOOST_AUTO_TEST_CASE(of_four_processes_with_eight_threads_exactly_one_wins_each_version) {
  for (const int actor_count : {1, 100}) {
    std::vector<std::string> actors;
    for (int i = 0; i < actor_count; ++i) actors.push_back(fmt::format("a{}", i));
    const std::string stream = fresh_stream();
    const auto connection = nats_connection::connect(quick(shared_server().url())).value();
    const auto store = nats_store::open(connection, {.stream = stream}).value();
    std::array<std::string, processes> lines;
    {
      std::vector<std::jthread> running;
      for (int p = 0; p < processes; ++p)
        running.emplace_back([&, p] {
          lines[static_cast<std::size_t>(p)] = run_writer(
              {shared_server().url(), stream, fmt::format("{}", p), fmt::format("{}", actor_count),
               fmt::format("{}", threads), fmt::format("{}", rounds)});
        });
    }
    std::vector<acknowledged> told;
    for (const std::string& of_one : lines)
      for (acknowledged& a : parse(of_one)) told.push_back(std::move(a));
    BOOST_TEST(told.size() == static_cast<std::size_t>(processes * threads * rounds));
    check(*store, told, actors);
    std::size_t stored = 0;
    for (const std::string& actor : actors) stored += store->get_events(actor).value().size();
    BOOST_TEST(stored == told.size());
  }
}

/// Eight threads append until `harm` has been done ten times, each once some more were stored.
void under_load(nats_server& server, const std::function<void()>& harm) {
  nats_options options = quick(server.url());
  options.timeout = std::chrono::milliseconds{500};
  const auto connection = nats_connection::connect(options).value();
  const auto store = nats_store::open(connection).value();
  const std::vector<std::string> actors{"hot", "x0", "x1", "x2", "x3"};
  std::mutex lock;
  std::condition_variable more;
  std::vector<acknowledged> told;
  std::atomic<bool> over{false};
  const auto write = [&](int thread) {
    for (int tried = 0; !over; ++tried) {
      const auto other = static_cast<std::size_t>(1 + thread / 2);
      const std::string& actor = actors[thread % 2 == 0 ? 0 : other];
      const std::string id = fmt::format("{}.{}", thread, tried);
      const version at = try_once(*store, actor, id);
      if (at == 0) continue;
      const std::lock_guard hold{lock};
      told.push_back({actor, at, id});
      more.notify_all();
    }
  };
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < 8; ++t) running.emplace_back(write, t);
    for (int round = 0; round < 10; ++round) {
      std::unique_lock hold{lock};
      const std::size_t wanted = told.size() + 100;
      more.wait(hold, [&] { return told.size() >= wanted; });
      hold.unlock();
      harm();
    }
    over = true;
  }
  check(*store, told, actors);
  std::size_t stored = 0;
  for (const std::string& actor : actors) stored += store->get_events(actor).value().size();
  BOOST_TEST(stored == told.size());  // each ambiguous one was settled
  BOOST_TEST_MESSAGE(fmt::format("{} acknowledged, {} stored", told.size(), stored));
}

BOOST_AUTO_TEST_CASE(ten_kills_under_load_lose_nothing_and_double_nothing) {
  nats_server server;
  under_load(server, [&] {
    server.kill();
    server.start();
  });
}

BOOST_AUTO_TEST_CASE(ten_freezes_under_load_lose_nothing_and_double_nothing) {
  nats_server server;
  nats_options asking = quick(server.url());
  under_load(server, [&] {
    server.freeze();
    // Frozen for as long as it takes a call to give up.
    nats_options one = asking;
    one.connect_timeout = std::chrono::milliseconds{600};
    BOOST_TEST(nats_connection::connect(one).has_error());
    server.thaw();
  });
}

BOOST_AUTO_TEST_SUITE_END()
