// Ctrl-C: asks a run to stop early and keep what is finished, instead of killing it.
#pragma once

namespace contend::cli {

/// While it lives, the first SIGINT or SIGTERM only sets a flag; the second one kills as usual, so
/// that nobody is held up by a run that does not come to an end. One at a time.
class interrupt_guard {
 public:
  interrupt_guard() noexcept;
  interrupt_guard(const interrupt_guard&) = delete;
  interrupt_guard& operator=(const interrupt_guard&) = delete;
  ~interrupt_guard();
};

/// Whether a signal asked to stop since the guard was made. May be called from any thread.
bool interrupted() noexcept;

}  // namespace contend::cli
