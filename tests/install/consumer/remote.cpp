// A user's store on NATS, built against the installed package: here there is no server, and that is
// said.
#include <contend/store/nats/nats_store.hpp>

int main() {
  const auto connection = contend::nats_connection::connect({.urls = {"nats://127.0.0.1:1"}});
  return connection.has_error() && connection.error().code == contend::store_errc::unavailable ? 0
                                                                                               : 1;
}
