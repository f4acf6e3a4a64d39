#include <string>

#include <contend/store/testing/faulty_store.hpp>

namespace contend::testing {

namespace {
store_error injected(store_errc what, std::string_view actor, duration retry_after = {}) {
  return {.code = what,
          .actor = std::string{actor},
          .retry_after = retry_after,
          .detail = "a fault that was asked for"};
}
}  // namespace

/// What becomes of the next call; waits where it is delayed.
faulty_store::fate faulty_store::draw(bool appends) {
  random_source random{random_key{options_.seed}.with(calls_++)};
  double at = random.unit();
  const bool delayed = random.unit() < options_.delays && options_.clock != nullptr;
  const duration wait{random.uniform(0, options_.delay.count())};
  if (delayed) {
    ++delays_;
    options_.clock->wait_until(saturating_add(options_.clock->now(), wait), {});
  }
  const auto falls_to = [&](double share) {
    const bool yes = at < share;
    at -= share;
    return yes;
  };
  fate met = fate::fine;
  if (falls_to(options_.unavailable))
    met = fate::unavailable;
  else if (falls_to(options_.throttled))
    met = fate::throttled;
  else if (appends && falls_to(options_.lost_acks))
    met = fate::lost_ack;
  else if (appends && falls_to(options_.lost_appends))
    met = fate::lost_append;
  ++met_[static_cast<std::size_t>(met)];
  return met;
}

result<version> faulty_store::append(std::string_view actor, expected_version expected,
                                     std::span<const event_ptr> events) {
  switch (draw(true)) {
    case fate::unavailable:
      return injected(store_errc::unavailable, actor);
    case fate::throttled:
      return injected(store_errc::throttled, actor, options_.retry_after);
    case fate::lost_ack:
      (void)behind().append(actor, expected, events);
      return injected(store_errc::unanswered, actor);
    case fate::lost_append:
      return injected(store_errc::unanswered, actor);
    case fate::fine:
      break;
  }
  return behind().append(actor, expected, events);
}

result<std::vector<event_ptr>> faulty_store::get_events(std::string_view actor, event_range range) {
  const fate met = draw(false);
  if (met == fate::unavailable) return injected(store_errc::unavailable, actor);
  if (met == fate::throttled) return injected(store_errc::throttled, actor, options_.retry_after);
  return behind().get_events(actor, range);
}

fault_counts faulty_store::counts() const noexcept {
  const auto of = [this](fate f) { return met_[static_cast<std::size_t>(f)].load(); };
  return {.unavailable = of(fate::unavailable),
          .throttled = of(fate::throttled),
          .lost_acks = of(fate::lost_ack),
          .lost_appends = of(fate::lost_append),
          .delays = delays_.load()};
}

}  // namespace contend::testing
