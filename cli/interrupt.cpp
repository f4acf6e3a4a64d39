#include <atomic>
#include <signal.h>

#include <contend/cli/interrupt.hpp>

namespace contend::cli {

namespace {

std::atomic<bool> asked_to_stop = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch such");

void on_signal(int) { asked_to_stop = true; }

void handle(void (*handler)(int)) noexcept {
  struct sigaction how {};
  how.sa_handler = handler;
  // SA_RESETHAND: the handler serves once, so the second signal does what it always did.
  how.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &how, nullptr);
}

}  // namespace

interrupt_guard::interrupt_guard() noexcept {
  asked_to_stop = false;
  handle(on_signal);
}

interrupt_guard::~interrupt_guard() { handle(SIG_DFL); }

bool interrupted() noexcept { return asked_to_stop; }

}  // namespace contend::cli
