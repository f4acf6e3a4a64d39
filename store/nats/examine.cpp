#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/nats_settings.hpp>
#include <contend/store/nats/detail/stream_remarks.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>
#include <contend/store/nats/detail/subjects.hpp>
#include <contend/store/nats/examine.hpp>

namespace contend {

namespace {

using rating = nats_remark::rating;

nats_remark on_server(const nats_server_facts& s) {
  return {rating::good, "server",
          fmt::format("nats-server {} at {}, {}, messages up to {} bytes", s.version.text(),
                      nats::shown_urls({s.url}),
                      s.cluster.empty() ? "in no cluster" : "in the cluster " + s.cluster,
                      s.max_payload)};
}

/// At least one, and no more than fit into the time.
constexpr std::size_t most_round_trips = 200;
constexpr std::chrono::seconds longest_measuring{2};

result<nats_remark> on_round_trips(nats::link& to) {
  using clock = std::chrono::steady_clock;
  const auto begun = clock::now();
  std::vector<double> microseconds;
  while (microseconds.size() < most_round_trips && clock::now() - begun < longest_measuring) {
    const auto sent = clock::now();
    if (const natsStatus status = to.flush(); status != NATS_OK)
      return to.error(status, nats::effect::none, "measuring the round trip");
    microseconds.push_back(std::chrono::duration<double, std::micro>{clock::now() - sent}.count());
  }
  std::ranges::sort(microseconds);
  const std::size_t count = microseconds.size();
  return nats_remark{
      rating::good, "round trip",
      fmt::format("median {:.3g} ms, 99 % within {:.3g} ms, of {}", microseconds[count / 2] / 1000,
                  microseconds[count * 99 / 100] / 1000, count)};
}

bool is_jetstream_off(const store_error& e, const nats_server_facts& server) {
  return !server.jetstream && e.code == store_errc::unavailable;
}

result<void> add_streams(nats::link& to, const nats_server_facts& server, const std::string& stream,
                         std::vector<nats_remark>& all) {
  const auto found = nats::find_stream(to, stream);
  if (!found && is_jetstream_off(found.error(), server)) {
    all.push_back({rating::refused, "jetstream", "off: there is nothing to keep events in"});
    return {};
  }
  if (!found) return found.error();
  all.push_back({rating::good, "jetstream", "on"});
  if (!*found) {
    all.push_back(
        {rating::caution, "stream",
         fmt::format("there is no stream {}: a store that may create it does so", stream)});
    return {};
  }
  for (nats_remark& r : nats::remarks_on(**found, server)) all.push_back(std::move(r));
  const auto snapshots = nats::find_stream(to, nats::snapshots_of(stream));
  if (!snapshots) return snapshots.error();
  if (*snapshots)
    for (nats_remark& r : nats::remarks_on_snapshots(**snapshots, stream))
      all.push_back(std::move(r));
  return {};
}

}  // namespace

result<std::vector<nats_remark>> examine_nats(const nats_options& how, const std::string& stream) {
  const auto connection = nats::link::open(how);
  if (!connection) return connection.error();
  nats::link& to = **connection;
  const auto server = to.server();
  if (!server) return server.error();
  std::vector<nats_remark> all{on_server(*server)};
  const auto trips = on_round_trips(to);
  if (!trips) return trips.error();
  all.push_back(*trips);
  if (const auto done = add_streams(to, *server, stream, all); !done) return done.error();
  return all;
}

}  // namespace contend
