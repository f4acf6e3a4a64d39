// A thousand operations in flight on one thread: each a coroutine that waits for its own.
//
//   build/release/bin/example_09_co_await
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/drivers/asio.hpp>
#include <contend/store/drivers/pooled_store.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace std::chrono_literals;
namespace asio = boost::asio;

int main() {
  memory_store events;
  asio::thread_pool pool{2};  // where a store that blocks may wait
  pooled_store pooled{events, pool.get_executor()};
  asio::io_context io{1};
  const asio_store store{io.get_executor(), pooled};
  const policy<jitter> polite{.backoff = {.base = 100us, .cap = 5ms}};

  int committed = 0;
  const auto writer = [&](int number) -> asio::awaitable<void> {
    const auto decide = [](const history&) { return new_event{"Visited"}; };
    const auto done = co_await async_execute(store, fmt::format("page-{}", number % 100), polite,
                                             decide, {}, asio::use_awaitable);
    committed += done.committed() ? 1 : 0;
  };
  for (int i = 0; i < 1000; ++i) asio::co_spawn(io, writer(i), asio::detached);
  io.run();
  pool.join();
  fmt::print("{} committed; page-0 is at version {}\n", committed,
             events.get_latest_version("page-0").value());
  return committed == 1000 && events.get_latest_version("page-0").value() == 10 ? 0 : 1;
}
