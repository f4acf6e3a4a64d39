#include <contend/store/coordination/turns.hpp>

namespace contend {

turns::answer turns::wait(std::string_view actor, time_point until, clock_source& clock,
                          const std::stop_token& stop) {
  const std::string name{actor};
  std::stop_source over;
  {
    const std::lock_guard hold{lock_};
    switch (lines_.enter(name, &over)) {
      case decltype(lines_)::entered::first:
        return {.granted = turn{*this, actor}};
      case decltype(lines_)::entered::full:
        return {.why = refusal::full};
      case decltype(lines_)::entered::queued:
        break;
    }
  }
  {
    const std::stop_callback stopped{stop, [&over] { over.request_stop(); }};
    clock.wait_until(until, over.get_token());
  }
  const std::lock_guard hold{lock_};
  // No longer waiting: its turn has come, perhaps at the same time as the end of its time.
  if (!lines_.withdraw(name, &over)) return {.granted = turn{*this, actor}};
  return {.why = stop.stop_requested() ? refusal::stopped : refusal::late};
}

turns::place::~place() {
  if (in_line_ && !leave()) line_.pass_on(actor_);
}

turns::entered turns::place::enter() {
  const std::lock_guard hold{line_.lock_};
  switch (line_.lines_.enter(actor_, &come_)) {
    case decltype(line_.lines_)::entered::first:
      in_line_ = true;
      return entered::first;
    case decltype(line_.lines_)::entered::queued:
      in_line_ = true;
      return entered::queued;
    case decltype(line_.lines_)::entered::full:
      break;
  }
  return entered::full;
}

bool turns::place::leave() {
  const std::lock_guard hold{line_.lock_};
  const bool left = line_.lines_.withdraw(actor_, &come_);
  if (left) in_line_ = false;
  return left;
}

void turns::pass_on(const std::string& actor) {
  const std::lock_guard hold{lock_};
  // Under the lock: whoever is named cannot go before it has been told.
  for (const waiter next : lines_.next(actor, 1)) next->request_stop();
}

std::size_t turns::open() const {
  const std::lock_guard hold{lock_};
  return lines_.open();
}

}  // namespace contend
