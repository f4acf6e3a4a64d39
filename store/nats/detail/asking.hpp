// Questions that are asked again while nobody is there to answer them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <thread>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace contend::nats {

/// Sleeps for `time`, or until somebody closes the connection.
inline void pause(const link& of, std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slice{20};
  for (; time.count() > 0 && !natsConnection_IsClosed(of.connection()); time -= slice)
    std::this_thread::sleep_for(std::min(time, slice));
}

/// What `ask` gives, a status, once it is not one that `again` holds of, or the server forbids to
/// ask the subject `asked`. What is asked of a stream that is just being made is asked of nobody:
/// it is lost, and who waits for its answer waits in vain; a cluster without a leader says so.
/// `ask` is told how many milliseconds to wait: each time twice what it was before, the link's
/// timeout in the end, so that an answer from far away comes in time. Three times that in all.
template <class Ask, class Again>
natsStatus ask_until_heard(const link& to, std::string_view asked, const Ask& ask,
                           const Again& again) {
  using std::chrono::milliseconds;
  const milliseconds longest{to.timeout_ms()};
  milliseconds wait = std::clamp(longest / 64, milliseconds{1}, milliseconds{50});
  for (;; wait = std::min(2 * wait, longest)) {
    const natsStatus status = ask(wait.count());
    if (wait == longest || !again(status) || to.is_refused(asked)) return status;
    if (status != NATS_TIMEOUT) pause(to, wait);  // it was told at once
  }
}

/// Options of nats.c's JetStream calls for one such question.
[[nodiscard]] inline jsOptions waiting(std::int64_t milliseconds) {
  jsOptions options;
  jsOptions_Init(&options);
  options.Wait = milliseconds;
  return options;
}

}  // namespace contend::nats
