#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/malformed.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/stream_store.hpp>
#include <contend/store/nats/nats_store.hpp>

namespace contend {

namespace {

/// Nobody can have written to another, and a subject of it could close the connection.
bool can_be(std::string_view actor) noexcept {
  return !actor.empty() && actor.size() <= max_name_length;
}

}  // namespace

nats_store::nats_store(std::shared_ptr<nats_connection> connection,
                       std::unique_ptr<nats::stream_store> s)
    : connection_{std::move(connection)}, streams_{std::move(s)} {}

nats_store::~nats_store() = default;

result<std::unique_ptr<nats_store>> nats_store::open(std::shared_ptr<nats_connection> connection,
                                                     const nats_stream_options& options) {
  nats::link& to = connection->link();
  const auto facts = nats::make_ready(to, options);
  if (!facts) return facts.error();
  auto streams = std::make_unique<nats::stream_store>(to, options, *facts);
  return std::unique_ptr<nats_store>{new nats_store{std::move(connection), std::move(streams)}};
}

result<version> nats_store::append(std::string_view actor, expected_version expected,
                                   std::span<const event_ptr> events) {
  if (auto error = detail::check_append(actor, events)) return *std::move(error);
  return streams_->appends.append({actor, expected, events});
}

result<std::vector<event_ptr>> nats_store::get_events(std::string_view actor, event_range range) {
  auto read = get_events_with_errors(actor, range);
  if (!read) return read.error();
  return detail::events_of(actor, *std::move(read));
}

result<replay> nats_store::get_events_with_errors(std::string_view actor, event_range range) {
  if (!can_be(actor)) return replay{};
  return streams_->reader.read(actor, range);
}

result<version> nats_store::get_latest_version(std::string_view actor) {
  if (!can_be(actor)) return version{0};
  const auto latest = streams_->reader.latest(actor);
  if (!latest) return latest.error();
  return latest->at;
}

result<void> nats_store::save_snapshot(snapshot s) {
  if (auto error = detail::check_snapshot(s)) return *std::move(error);
  return streams_->snapshots.save(s);
}

result<found_snapshot> nats_store::get_latest_snapshot(std::string_view actor, version at_most) {
  if (!can_be(actor)) return found_snapshot{};
  return streams_->snapshots.latest(actor, at_most);
}

}  // namespace contend
