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

/// What `ask` gives, a status, once it is not one that `again` holds of, or the server forbids to
/// ask the subject `asked`. A stream that is just
/// being made, or whose cluster chooses a leader, has nobody who hears a question: it is lost, and
/// who waits for its answer waits in vain. `ask` is told how many milliseconds to wait: each time
/// twice what it was before, the link's timeout in the end, so that an answer from far away comes
/// in time. Twice that timeout in all. Blocks.
template <class Ask, class Again>
natsStatus ask_until_heard(const link& to, std::string_view asked, const Ask& ask,
                           const Again& again) {
  using clock = std::chrono::steady_clock;
  constexpr std::int64_t shortest_part = 64;
  for (std::int64_t part = shortest_part;; part /= 2) {
    const std::int64_t wait = std::max<std::int64_t>(1, to.timeout_ms() / part);
    const clock::time_point began = clock::now();
    const natsStatus status = ask(wait);
    if (part == 1 || !again(status) || to.is_refused(asked)) return status;
    // That there are no responders is told at once.
    if (status == NATS_NO_RESPONDERS)
      std::this_thread::sleep_until(began + std::chrono::milliseconds{wait});
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
