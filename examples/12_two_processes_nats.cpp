// Two processes that share one actor on a NATS server: no seat is sold twice, whoever asks.
//
//   nats-server --jetstream --store_dir store &
//   build/release/bin/example_12_two_processes_nats nats://127.0.0.1:4222 ada &
//   build/release/bin/example_12_two_processes_nats nats://127.0.0.1:4222 bob
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/nats/nats_store.hpp>

using namespace contend;
using namespace std::chrono_literals;

struct seats {
  std::int64_t left = 1000;
  void apply(const event&) { --left; }
};

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: {} URL NAME\n", argv[0]);
    return 2;
  }
  const auto connection = nats_connection::connect({.urls = {argv[1]}, .name = argv[2]});
  if (!connection) {
    fmt::print(stderr, "{}\n", connection.error().message());
    return 4;
  }
  const auto opened = nats_store::open(*connection, {.stream = "FLIGHTS"});
  if (!opened) {
    fmt::print(stderr, "{}\n", opened.error().message());
    return 4;
  }
  nats_store& store = **opened;
  const policy<jitter> polite{.backoff = {.base = 500us, .cap = 20ms}, .limits = {.attempts = 50}};

  const auto reserve = [&](const seats& seen) -> std::optional<new_event> {
    if (seen.left == 0) return {};
    return new_event{"Reserved", {{"by", argv[2]}}};
  };
  int reserved = 0;
  std::uint32_t conflicts = 0;
  for (;;) {
    const auto done = execute<seats>(store, "flight-1", polite, reserve);
    conflicts += done.how.conflicts;
    if (!done.committed()) break;
    ++reserved;
  }
  fmt::print("{} reserved {} seats and met {} conflicts\n", argv[2], reserved, conflicts);
  return store.get_latest_version("flight-1").value() == 1000 ? 0 : 1;
}
