#include <contend/store/nats/detail/errors.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/nats_connection.hpp>

namespace contend {

nats_connection::nats_connection(std::unique_ptr<nats::link> l) : link_{std::move(l)} {}
nats_connection::~nats_connection() = default;

result<std::shared_ptr<nats_connection>> nats_connection::connect(const nats_options& options) {
  auto made = nats::link::open(options);
  if (!made) return made.error();
  return std::shared_ptr<nats_connection>{new nats_connection{*std::move(made)}};
}

result<nats_server_facts> nats_connection::server() { return link_->server(); }

result<duration> nats_connection::round_trip() {
  std::int64_t nanoseconds = 0;
  const natsStatus status = natsConnection_GetRTT(link_->connection(), &nanoseconds);
  if (status != NATS_OK)
    return nats::status_error(status, nats::effect::none, "measuring a round trip");
  return duration{nanoseconds};
}

std::uint64_t nats_connection::reconnects() const { return link_->reconnects(); }

void nats_connection::close() noexcept { link_->close(); }

}  // namespace contend
