// The everyday call without a thread that waits: execute() for Asio, with any completion token.
//
//   boost::asio::io_context io;
//   asio_store store{io.get_executor(), events};    // events: an async_event_store
//   const auto done = co_await async_execute<account>(store, "account-1", polite, decide, {},
//                                                     boost::asio::use_awaitable);
//   if (done.committed()) …
//
// Decides, retries and resolves exactly as execute() does; see there, and asio_run.hpp for
// executors and cancellation. Many thousands may be in flight on one thread.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <contend/store/detail/asio_execution.hpp>
#include <contend/store/drivers/asio_run.hpp>
#include <contend/store/execute.hpp>

namespace contend {

/// A store, and the executor on which operations on it run: one handler at a time (asio_run.hpp).
template <class Executor>
struct asio_store {
  Executor executor;
  async_event_store& events;  ///< Not owned; must outlive its operations.
};
template <class Executor>
asio_store(Executor, async_event_store&) -> asio_store<Executor>;

struct async_execute_options {
  /// As in execute_options.
  std::optional<std::uint64_t> seed{};
  /// Told what happens, on the executor. Not owned.
  contend::observer* observer = nullptr;
  /// As in execute_options.
  commit_watch* commits = nullptr;
  /// As in execute_options.
  contend::turns* turns = nullptr;
  /// As in execute_options; but one that is due leaves when the operation completes, and nobody
  /// waits for it: this and the store must live until it was answered.
  contend::snapshots* snapshots = nullptr;
};

/// Completes with (std::exception_ptr, execution): what apply or decide threw, or null. `policy`
/// and `decide` are copied. Only the store and what `options` points to must outlive the operation.
template <class State = history, class Executor, class Policy, class Decide, class Token>
auto async_execute(const asio_store<Executor>& store, std::string_view actor, const Policy& policy,
                   Decide&& decide, const async_execute_options& options, Token&& token) {
  using decider = std::decay_t<Decide>;
  using completed = detail::execution_of<State, decider>;
  using order = detail::asio_order<Policy, decider>;
  const auto start = [](auto handler, order what, contend::observer* observer,
                        const Executor& executor) {
    const auto launch = [&]<bool Observed>(std::bool_constant<Observed>) {
      detail::launch_asio_run<std::chrono::steady_clock>(
          detail::asio_execution<completed, Policy, decider, Observed>{std::move(what), observer},
          std::move(handler), executor);
    };
    if (observer == nullptr)
      launch(std::false_type{});
    else
      launch(std::true_type{});
  };
  return boost::asio::async_initiate<Token, void(std::exception_ptr, completed)>(
      start, token,
      order{store.events, std::string{actor}, policy, std::forward<Decide>(decide),
            options.seed ? detail::keys_of(*options.seed) : fresh_keys(), options.commits,
            options.turns, options.snapshots},
      options.observer, store.executor);
}

}  // namespace contend
