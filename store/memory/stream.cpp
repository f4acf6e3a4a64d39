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

std::vector<event_ptr> stream::read_events(const event_range& range) const {
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

stream::rarities& stream::rare() {
  if (!rare_) rare_ = std::make_unique<rarities>();
  return *rare_;
}

void stream::append_malformed(version at, std::string bytes, std::string cause) {
  auto& malformed = rare().malformed;
  const auto sequence = static_cast<std::int64_t>(events_.size() + malformed.size() + 1);
  malformed.push_back({sequence, at, std::move(bytes), std::move(cause)});
  current_ = at;
}

replay stream::read(const event_range& range) const {
  if (!rare_ || rare_->malformed.empty()) return {.events = read_events(range)};
  event_range all = range;
  all.limit = events_.size();
  auto events = read_events(all);
  std::vector<malformed_event> bad;
  for (const malformed_event& m : rare_->malformed)
    if (range.from <= m.version && m.version <= range.to) bad.push_back(m);
  if (range.backwards) std::reverse(bad.begin(), bad.end());
  // Both are in the order of the read; the limit falls on what comes first in it.
  const auto before = [&](version a, version b) { return range.backwards ? a > b : a < b; };
  std::size_t good_count = 0;
  std::size_t bad_count = 0;
  while (good_count + bad_count < range.limit) {
    const bool more_good = good_count < events.size();
    const bool more_bad = bad_count < bad.size();
    if (!more_good && !more_bad) break;
    if (!more_bad || (more_good && before(events[good_count]->version, bad[bad_count].version)))
      ++good_count;
    else
      ++bad_count;
  }
  events.resize(good_count);
  bad.resize(bad_count);
  return {.events = std::move(events), .malformed = std::move(bad)};
}

void stream::keep(kept_snapshot taken) {
  auto& kept = rare().snapshots;
  std::erase_if(kept, [&](const kept_snapshot& s) { return s.version == taken.version; });
  if (kept.size() == snapshots_kept) kept.erase(kept.begin());
  kept.push_back(std::move(taken));
}

found_snapshot stream::latest_snapshot(version at_most) const {
  found_snapshot found;
  if (!rare_) return found;
  const auto& kept = rare_->snapshots;
  for (const kept_snapshot& s : kept)
    if (s.good && s.version <= at_most && (!found.latest || found.latest->version < s.version))
      found.latest = s.good;
  const version served = found.latest ? found.latest->version : 0;
  for (const kept_snapshot& s : kept)
    if (!s.good && s.version <= at_most && s.version > served) found.passed_over.push_back(s.bad);
  std::sort(found.passed_over.begin(), found.passed_over.end(),
            [](const auto& a, const auto& b) { return a.version > b.version; });
  return found;
}

}  // namespace contend::memory
