#include <algorithm>

#include <fmt/format.h>

#include <contend/store/testing/scripted_store.hpp>

namespace contend::testing {

namespace {

event_ptr made_up(std::string_view actor, version v) {
  return make_event({.id = fmt::format("scripted-{}", v),
                     .type = "Scripted",
                     .actor_id = std::string{actor},
                     .version = v});
}

}  // namespace

scripted_store::scripted_store(std::vector<scripted_answer> script, manual_clock* clock)
    : script_{std::move(script)}, clock_{clock} {}

/// Takes the next answer, for any kind of call.
result<version> scripted_store::answer(scripted_call call) {
  const bool over = at_end();
  const scripted_answer next =
      over ? scripted_answer{.error = store_errc::closed} : script_[calls_.size()];
  call.took = next.took;
  if (clock_ != nullptr) {
    call.at = clock_->now();
    clock_->advance(next.took);
  }
  calls_.push_back(std::move(call));
  const scripted_call& made = calls_.back();
  const version attempted = made.events.empty() ? 0 : made.events.front()->version;
  if (next.error)
    return store_error{.code = *next.error,
                       .actor = made.actor,
                       .attempted = attempted,
                       .current = next.current,
                       .retry_after = next.retry_after,
                       .detail = over ? "the script is at its end" : ""};
  const bool untold = next.current == 0 && !made.events.empty();
  return untold ? made.events.back()->version : next.current;
}

result<version> scripted_store::append(std::string_view actor, expected_version expected,
                                       std::span<const event_ptr> events) {
  return answer({.what = scripted_call::kind::append,
                 .actor = std::string{actor},
                 .expected = expected,
                 .events = {events.begin(), events.end()}});
}

result<std::vector<event_ptr>> scripted_store::get_events(std::string_view actor,
                                                          event_range range) {
  const auto current = answer(
      {.what = scripted_call::kind::get_events, .actor = std::string{actor}, .range = range});
  if (!current) return current.error();
  std::vector<event_ptr> events;
  const version last = std::min(*current, range.to);
  for (version v = std::max<version>(range.from, 1); v <= last; ++v)
    events.push_back(made_up(actor, v));
  if (range.backwards) std::reverse(events.begin(), events.end());
  if (events.size() > range.limit) events.resize(range.limit);
  return events;
}

result<version> scripted_store::get_latest_version(std::string_view actor) {
  return answer({.what = scripted_call::kind::get_latest_version, .actor = std::string{actor}});
}

result<replay> scripted_store::get_events_with_errors(std::string_view actor, event_range range) {
  auto events = get_events(actor, range);
  if (!events) return std::move(events).error();
  return replay{.events = *std::move(events)};
}

result<void> scripted_store::save_snapshot(snapshot s) {
  const auto saved = answer({.what = scripted_call::kind::save_snapshot, .actor = s.actor_id});
  if (!saved) return saved.error();
  return {};
}

result<found_snapshot> scripted_store::get_latest_snapshot(std::string_view actor, version) {
  const auto at =
      answer({.what = scripted_call::kind::get_latest_snapshot, .actor = std::string{actor}});
  if (!at) return at.error();
  if (*at == 0) return found_snapshot{};
  const snapshot made{.actor_id = std::string{actor}, .version = *at};
  return found_snapshot{.latest = std::make_shared<const snapshot>(made)};
}

duration scripted_store::last_took() const noexcept {
  return calls_.empty() ? duration::zero() : calls_.back().took;
}

}  // namespace contend::testing
