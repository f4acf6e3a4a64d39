// Connections that come and go, and servers that go in the middle of something.
#include <arpa/inet.h>
#include <filesystem>
#include <fstream>
#include <jetstream/homes.hpp>
#include <jetstream/trying.hpp>
#include <numeric>
#include <store/events.hpp>
#include <sys/socket.h>
#include <thread>
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

  /// Reads to the event `last`, and each event is there once. `also` is told where it is.
  void read_whole(std::uint64_t last, const std::function<void(std::uint64_t)>& also) const {
    std::vector<std::uint64_t> seen;
    nats::log events{connection->link(), "CONTEND", true};
    const auto read = events.read(nats::subjects{"CONTEND", "default"}.events("a"), 0, last,
                                  [&](std::uint64_t sequence, natsMsg*) {
                                    seen.push_back(sequence);
                                    also(sequence);
                                    return true;
                                  });
    BOOST_REQUIRE_MESSAGE(read.has_value(), read.error().message());
    std::vector<std::uint64_t> all(last);
    std::iota(all.begin(), all.end(), 1U);
    BOOST_TEST(seen == all, boost::test_tools::per_element());
  }

  std::shared_ptr<nats_connection> connection{};
  std::unique_ptr<nats_store> store{};
};

/// Breaks every TCP connection of this process to `port`, as a network does: what is on its way is
/// lost.
void cut_connections(int port) {
  for (int socket = 3; socket < 1024; ++socket) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) ::shutdown(socket, SHUT_RDWR);
  }
}

/// Events 1 to `count` of the actor "a", each with so many bytes of text.
void save_events(event_store& to, version count, std::size_t bytes) {
  for (version v = 1; v <= count; ++v) {
    event wordy = draft("a", v, "wordy");
    wordy.data["text"] = std::string(bytes, 'x');
    to.save_event(make_event(std::move(wordy))).value();
  }
}

/// Small ones: nats.c leaks what it has of a message that is not whole and does not fit its own
/// buffer when the connection breaks.
constexpr std::size_t small = 250;

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

/// A server sends 2 MiB at first, and then waits to hear that they have arrived.
BOOST_AUTO_TEST_CASE(a_read_of_more_than_a_server_sends_unasked_is_whole) {
  const nats_home home;
  const auto store = nats_store::open(home.connection, home.options("test")).value();
  save_events(*store, 200, std::size_t{32} << 10U);
  BOOST_TEST(store->get_events("a").value().size() == 200U);
}

BOOST_AUTO_TEST_CASE(a_read_whose_connection_is_cut_again_and_again_is_whole) {
  nats_server server;
  const filled on{server, std::chrono::seconds{2}, 0};
  save_events(*on.store, 6'000, small);
  on.read_whole(6'000, [&](std::uint64_t sequence) {
    if (sequence % 300 == 1) cut_connections(server.port());
  });
}

BOOST_AUTO_TEST_CASE(a_read_that_goes_on_beyond_what_was_lost_is_whole) {
  nats_server server;
  const filled on{server, std::chrono::seconds{2}, 0};
  save_events(*on.store, 3'000, small);  // sent at once: most are on their way at the first
  on.read_whole(3'001, [&](std::uint64_t sequence) {
    if (sequence != 1) return;
    cut_connections(server.port());
    const event_ptr next = event_at("a", 3'001);
    eventually([&] { return on.store->save_event(next); });
  });
}

BOOST_AUTO_TEST_CASE(a_read_that_cannot_begin_says_why_and_leaves_the_connection_as_it_was) {
  const nats_home home;
  nats::log nowhere{home.connection->link(), "NO_SUCH_STREAM", true};
  for (int i = 0; i < 3; ++i) {
    const auto read = nowhere.read("NO_SUCH_STREAM.test.a", 0, 1, [](auto&&...) { return true; });
    BOOST_REQUIRE(read.has_error());
    BOOST_TEST((read.error().code == store_errc::damaged), read.error().message());
  }
  const auto store = nats_store::open(home.connection, home.options("test")).value();
  store->save_event(event_at("a", 1)).value();
  BOOST_TEST(store->get_events("a").value().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
