// Connections that come and go, and servers that go in the middle of something.
#include <filesystem>
#include <fstream>
#include <jetstream/homes.hpp>
#include <store/events.hpp>
#include <unistd.h>

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <contend/store/nats/async_nats_store.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/subjects.hpp>
#include <contend/store/nats/nats_bus.hpp>

using namespace contend;
using namespace contend::test;

namespace {

std::size_t entries(const char* folder) {
  const std::filesystem::directory_iterator all{folder};
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::size_t open_files() { return entries("/proc/self/fd"); }
std::size_t threads() { return entries("/proc/self/task"); }

/// What this process has in memory.
std::size_t resident_bytes() {
  std::size_t all = 0;
  std::size_t resident = 0;
  std::ifstream{"/proc/self/statm"} >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// One of everything, used and closed.
void come_and_go(const std::string& url, const std::string& stream) {
  const auto connection = nats_connection::connect(quick(url)).value();
  const auto store =
      nats_store::open(connection, {.stream = stream, .storage = nats_storage::memory}).value();
  boost::asio::thread_pool pool{1};
  const auto native = async_nats_store::open(*store, pool.get_executor()).value();
  const auto bus = nats_bus::open(connection).value();
  const auto heard = bus->subscribe("test.>").value();
  static_cast<void>(store->get_latest_version("a").value());
  pool.join();
}

/// A stream with events 1 to `count` of the actor "a".
struct filled {
  filled(nats_server& server, duration timeout, version count) {
    nats_options how = quick(server.url());
    how.timeout = timeout;
    connection = nats_connection::connect(how).value();
    store = nats_store::open(connection).value();
    for (version v = 1; v <= count; ++v) store->save_event(event_at("a", v)).value();
  }
  /// Reads one message more than there are, and does `harm` when the last of them was read.
  [[nodiscard]] store_error read_on(version count, const std::function<void()>& harm) const {
    const auto last = static_cast<std::uint64_t>(count);
    nats::log events{connection->link(), "CONTEND", true};
    const auto read = events.read(nats::subjects{"CONTEND", "default"}.events("a"), 0, last + 1,
                                  [&](std::uint64_t sequence, natsMsg*) {
                                    if (sequence == last) harm();
                                    return true;
                                  });
    return read.error();
  }

  std::shared_ptr<nats_connection> connection{};
  std::unique_ptr<nats_store> store{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lifetimes)

BOOST_AUTO_TEST_CASE(a_thousand_connections_leave_nothing_behind) {
  const std::string stream = fresh_stream();
  for (int i = 0; i < 50; ++i) come_and_go(shared_server().url(), stream);
  const std::size_t files_before = open_files();
  const std::size_t threads_before = threads();
  const std::size_t bytes_before = resident_bytes();
  for (int i = 0; i < 1000; ++i) come_and_go(shared_server().url(), stream);
  while (threads() > threads_before) continue;  // one that has ended is gone a little later
  BOOST_TEST(open_files() == files_before);
  // A connection of nats.c alone has buffers of 64 KiB. The address sanitizer keeps what is freed,
  // and sees leaks itself.
#ifndef __SANITIZE_ADDRESS__
  BOOST_TEST(resident_bytes() < bytes_before + (std::size_t{8} << 20U));
#else
  static_cast<void>(bytes_before);
#endif
}

BOOST_AUTO_TEST_CASE(a_server_that_dies_during_a_read_ends_it_with_an_error) {
  nats_server server;
  const filled on{server, std::chrono::seconds{2}, 20};
  const store_error error = on.read_on(20, [&] { server.kill(); });
  BOOST_TEST((error.code == store_errc::unavailable), error.message());
}

BOOST_AUTO_TEST_CASE(a_server_that_falls_silent_during_a_read_ends_it_with_an_error) {
  nats_server server;
  const filled on{server, std::chrono::seconds{2}, 20};
  const store_error error = on.read_on(20, [&] { server.freeze(); });
  BOOST_TEST((error.code == store_errc::unavailable), error.message());
  server.thaw();
  BOOST_TEST(on.store->get_events("a").value().size() == 20U);
}

BOOST_AUTO_TEST_CASE(closing_a_connection_during_a_read_ends_it_at_once) {
  nats_server server;
  const filled on{server, std::chrono::hours{1}, 20};
  const store_error error = on.read_on(20, [&] { on.connection->close(); });
  BOOST_TEST((error.code == store_errc::closed), error.message());
}

BOOST_AUTO_TEST_SUITE_END()
