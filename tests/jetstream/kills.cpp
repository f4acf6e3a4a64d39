// Processes, kills and freezes under load: nothing acknowledged is lost, nothing is stored twice.
#include <array>
#include <cstdio>
#include <functional>
#include <jetstream/homes.hpp>
#include <jetstream/load.hpp>
#include <sstream>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

constexpr int processes = 4;
constexpr int threads = 8;
constexpr int rounds = 10;

/// Runs a writer as a process of its own and returns what it told, once it has ended; what a shell
/// would say where it failed. Boost.Test is not for several threads, so nothing is tested here.
std::string run_writer(const std::vector<std::string>& arguments) {
  std::string command = CONTEND_NATS_WRITER;
  for (const std::string& a : arguments) command += " '" + a + "'";
  FILE* const from = ::popen(command.c_str(), "r");
  if (from == nullptr) return "no process";
  std::string lines;
  std::array<char, 4096> buffer{};
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), from)) > 0;)
    lines.append(buffer.data(), n);
  if (::pclose(from) != 0) return "failed";
  return lines;
}

std::vector<acknowledged_event> parse(const std::string& lines) {
  std::vector<acknowledged_event> all;
  std::istringstream in{lines};
  for (acknowledged_event a; in >> a.actor >> a.version >> a.id;) all.push_back(a);
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
    std::vector<acknowledged_event> told;
    for (const std::string& of_one : lines)
      for (acknowledged_event& a : parse(of_one)) told.push_back(std::move(a));
    BOOST_TEST(told.size() == static_cast<std::size_t>(processes * threads * rounds));
    BOOST_TEST(check_whole(*store, told, actors) == told.size());
    check_log(quick(shared_server().url()), stream, told);
  }
}

/// Does `harm` ten times, each once some more were stored.
void under_load(nats_server& server, const std::function<void()>& harm) {
  nats_options options = quick(server.url());
  options.timeout = std::chrono::milliseconds{500};
  writers load{options, {}};
  for (int round = 0; round < 10; ++round) {
    load.await_more(100);
    harm();
  }
  load.await_more(100);
  const auto told = load.stop();
  const auto store = nats_store::open(nats_connection::connect(options).value()).value();
  const std::size_t stored = check_whole(*store, told, writers::actors());
  BOOST_TEST(stored == told.size());  // each ambiguous one was settled
  check_log(quick(server.url()), nats_stream_options{}.stream, told);
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
