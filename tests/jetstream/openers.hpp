// Several that open one store at the same moment, as processes do that are started together.
#pragma once

#include <barrier>
#include <cstddef>
#include <jetstream/homes.hpp>
#include <store/events.hpp>
#include <string>
#include <thread>
#include <vector>

namespace contend::test {

/// Each of `openers` with a connection of its own, `rounds` times a stream that is not there yet,
/// and an append by each. What failed, a line each. Servers are started before: one ends with the
/// thread that started it.
inline std::string open_together(const std::vector<nats_options>& openers,
                                 nats_stream_options stream, std::size_t rounds) {
  std::vector<std::string> names(rounds);
  for (std::string& name : names) name = fresh_stream();
  std::vector<std::string> failed(openers.size());
  std::barrier start{static_cast<std::ptrdiff_t>(openers.size())};
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < openers.size(); ++i)
    all.emplace_back([&, i, stream]() mutable {
      const auto connection = nats_connection::connect(openers[i]).value();
      for (const std::string& name : names) {
        stream.stream = name;
        start.arrive_and_wait();
        const auto store = nats_store::open(connection, stream);
        const auto saved =
            store ? (*store)->save_event(event_at("actor-" + std::to_string(i), 1)) : store.error();
        if (!saved) failed[i] += name + ": " + saved.error().message() + '\n';
      }
    });
  all.clear();
  std::string text;
  for (const std::string& of_one : failed) text += of_one;
  return text;
}

}  // namespace contend::test
