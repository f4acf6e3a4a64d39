// Several that open one store at the same moment, as processes do that are started together.
#pragma once

#include <barrier>
#include <cstddef>
#include <jetstream/homes.hpp>
#include <jetstream/trying.hpp>
#include <memory>
#include <store/events.hpp>
#include <string>
#include <thread>
#include <vector>

namespace contend::test {

/// Opens, and uses what it opened at once: by turns first to write, to read, and for snapshots.
inline result<void> open_and_use(const std::shared_ptr<nats_connection>& connection,
                                 const nats_stream_options& stream, std::size_t opener) {
  auto opened = nats_store::open(connection, stream);
  if (!opened) return opened.error();
  nats_store& store = **opened;
  const std::string actor = "actor-" + std::to_string(opener);
  for (std::size_t turn = opener; turn < opener + 3; ++turn) {
    store_error failed;
    if (turn % 3 == 0) failed = store.save_event(event_at(actor, 1)).error();
    if (turn % 3 == 1) failed = store.get_latest_version(actor).error();
    if (turn % 3 == 2) failed = store.get_latest_snapshot(actor).error();
    if (failed.code) return failed;
  }
  return store.save_snapshot({.actor_id = actor, .version = 1, .state = 1});
}

/// Each of `openers` with a connection of its own opens and uses `rounds` times a stream that is
/// not there yet. What failed, a line each.
inline std::string open_together(const std::vector<nats_options>& openers,
                                 nats_stream_options stream, std::size_t rounds) {
  std::vector<std::shared_ptr<nats_connection>> connections;
  for (const nats_options& how : openers)
    connections.push_back(eventually([&] { return nats_connection::connect(how); }));
  std::vector<std::string> names(rounds);
  for (std::string& name : names) name = fresh_stream();
  std::vector<std::string> failed(openers.size());
  std::barrier start{static_cast<std::ptrdiff_t>(openers.size())};
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < openers.size(); ++i)
    all.emplace_back([&, i, stream]() mutable {
      for (const std::string& name : names) {
        stream.stream = name;
        start.arrive_and_wait();
        if (const auto used = open_and_use(connections[i], stream, i); !used)
          failed[i] += name + ": " + used.error().message() + '\n';
      }
    });
  all.clear();
  std::string text;
  for (const std::string& of_one : failed) text += of_one;
  return text;
}

}  // namespace contend::test
