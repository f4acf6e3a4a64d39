#include <algorithm>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/memory/stream.hpp>

namespace contend::memory {

reply stream::append(expected_version expected, std::span<const event_ptr> events) {
  if (!expected.holds_at(current_) || events.front()->version <= current_) return refuse(events);
  if (events.size() == 1)
    events_.push_back(events.front());
  else
    events_.insert(events_.end(), events.begin(), events.end());
  current_ = events.back()->version;
  return {.what = reply::kind::stored, .current = current_};
}

/// Looks whether the refused events stand already: only here, so that an append that succeeds never
/// does.
reply stream::refuse(std::span<const event_ptr> events) const {
  reply found{.what = reply::kind::stored, .current = current_};
  for (const event_ptr& e : events) {
    const std::size_t at = position_of(e->version);
    if (at == events_.size() || events_[at]->id != e->id || events_[at]->version != e->version)
      found.what = reply::kind::conflict;
    else if (!detail::same_content(*events_[at], *e))
      return {.what = reply::kind::duplicate, .current = current_, .clash = e.get()};
  }
  return found;
}

/// Of the first event with version `v` or a higher one; the number of events if there is none.
std::size_t stream::position_of(version v) const noexcept {
  if (v > current_) return events_.size();
  if (v <= 1) return 0;
  // Versions start at 1 or above and rise: version v stands at v - 1 or before, and exactly there
  // where there is no gap.
  const auto last = static_cast<std::size_t>(v - 1);
  if (static_cast<std::size_t>(current_) == events_.size()) return last;
  const auto end =
      events_.begin() + static_cast<std::ptrdiff_t>(std::min(last + 1, events_.size()));
  const auto found = std::partition_point(events_.begin(), end,
                                          [v](const event_ptr& e) { return e->version < v; });
  return static_cast<std::size_t>(found - events_.begin());
}

std::vector<event_ptr> stream::read(const event_range& range) const {
  if (range.from > range.to || range.limit == 0) return {};
  std::size_t first = position_of(range.from);
  std::size_t end = range.to >= current_ ? events_.size() : position_of(range.to + 1);
  if (end <= first) return {};
  const std::size_t count = std::min(end - first, range.limit);
  if (range.backwards)
    first = end - count;
  else
    end = first + count;
  const auto at = [&](std::size_t i) { return events_.begin() + static_cast<std::ptrdiff_t>(i); };
  std::vector<event_ptr> found(at(first), at(end));
  if (range.backwards) std::reverse(found.begin(), found.end());
  return found;
}

void stream::keep(snapshot_ptr taken) {
  if (!snapshots_) snapshots_ = std::make_unique<std::vector<snapshot_ptr>>();
  auto& kept = *snapshots_;
  std::erase_if(kept, [&](const snapshot_ptr& s) { return s->version == taken->version; });
  if (kept.size() == snapshots_kept) kept.erase(kept.begin());
  kept.push_back(std::move(taken));
}

found_snapshot stream::latest_snapshot(version at_most) const {
  found_snapshot found;
  if (!snapshots_) return found;
  for (const snapshot_ptr& s : *snapshots_)
    if (s->version <= at_most && (!found.latest || found.latest->version < s->version))
      found.latest = s;
  return found;
}

}  // namespace contend::memory
