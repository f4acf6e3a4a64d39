// A process that writes: URL STREAM PROCESS ACTORS THREADS ROUNDS. Each of its threads wants to win
// ROUNDS versions; a line "actor version id" tells of each.
#include <cstdio>
#include <cstdlib>
#include <jetstream/trying.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <contend/store/nats/nats_store.hpp>

int main(int count, char** arguments) {
  using namespace contend;
  if (count != 7) return 2;
  const auto number = [&](int i) { return std::atoi(arguments[i]); };
  const std::string process = arguments[3];
  const int actors = number(4);
  const auto connection = nats_connection::connect({.urls = {arguments[1]}}).value();
  const auto store =
      nats_store::open(connection, {.stream = arguments[2], .create = false}).value();
  std::mutex lock;
  const auto write = [&](int thread) {
    for (int won = 0, tried = 0; won < number(6); ++tried) {
      const std::string actor = fmt::format("a{}", (7 * thread + tried) % actors);
      const std::string id = fmt::format("{}.{}.{}", process, thread, tried);
      const version at = test::try_once(*store, actor, id);
      if (at == 0) continue;
      ++won;
      const std::lock_guard hold{lock};
      fmt::print("{} {} {}\n", actor, at, id);
    }
  };
  std::vector<std::jthread> running;
  for (int t = 0; t < number(5); ++t) running.emplace_back(write, t);
}
