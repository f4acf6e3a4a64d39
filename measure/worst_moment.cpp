#include <algorithm>
#include <map>
#include <utility>

#include <contend/measure/duration_sum.hpp>
#include <contend/measure/worst_moment.hpp>

namespace contend::measure {

namespace {

using json = nlohmann::ordered_json;
using records = std::vector<attempt_record>;

constexpr std::size_t most_recorded = 4096;
constexpr std::size_t most_writers = 12;
constexpr std::size_t most_shown = 96;

bool is_conflict(const attempt_record& a) { return a.how == attempt_record::fate::conflict; }

/// The actor with the most conflicts; the smallest of equals.
std::uint32_t most_contended_actor(const records& all) {
  std::map<std::uint32_t, std::size_t> conflicts;
  for (const attempt_record& a : all) conflicts[a.actor] += is_conflict(a) ? 1 : 0;
  return std::ranges::max_element(conflicts, {}, [](const auto& c) { return c.second; })->first;
}

/// Those with the most conflicts, and of equals those that were there first.
std::vector<std::uint32_t> writers_shown(const records& all) {
  std::map<std::uint32_t, std::size_t> conflicts;
  std::vector<std::uint32_t> writers;
  for (const attempt_record& a : all) {
    if (!conflicts.contains(a.writer)) writers.push_back(a.writer);
    conflicts[a.writer] += is_conflict(a) ? 1 : 0;
  }
  const auto more = [&](std::uint32_t a, std::uint32_t b) { return conflicts[a] > conflicts[b]; };
  std::ranges::stable_sort(writers, more);
  writers.resize(std::min(writers.size(), most_writers));
  return writers;
}

/// What is drawn: every commit of the actor, since it is what others lost to, and of the writers
/// with the most conflicts everything.
records shown(const records& all) {
  const auto writers = writers_shown(all);
  records some;
  for (const attempt_record& a : all) {
    const bool wanted = a.how == attempt_record::fate::committed ||
                        std::ranges::find(writers, a.writer) != writers.end();
    if (wanted && some.size() < most_shown) some.push_back(a);
  }
  return some;
}

/// The commit that made a conflict of `lost`: the first within its window.
records::const_iterator winner_of(const attempt_record& lost, const records& all) {
  return std::ranges::find_if(all, [&lost](const attempt_record& a) {
    return a.how == attempt_record::fate::committed && a.append > lost.read &&
           a.append <= lost.append;
  });
}

json attempt_json(const attempt_record& a, const records& all) {
  constexpr const char* names[] = {"committed", "conflict", "failed"};
  json made{{"writer", a.writer},
            {"attempt", a.number},
            {"read", in_seconds(a.read)},
            {"append", in_seconds(a.append)},
            {"outcome", names[static_cast<std::size_t>(a.how)]}};
  if (!is_conflict(a)) return made;
  if (const auto winner = winner_of(a, all); winner != all.end())
    made["lost_to"] = winner - all.begin();
  return made;
}

}  // namespace

void worst_moment::add(const attempt_record& a) {
  const std::int64_t index = a.append / length_;
  if (index != now_.index) {
    if (now_.conflicts > worst_.conflicts) std::swap(now_, worst_);
    now_.index = index;
    now_.conflicts = 0;
    now_.attempts.clear();
  }
  now_.conflicts += is_conflict(a) ? 1 : 0;
  if (now_.attempts.size() < most_recorded) now_.attempts.push_back(a);
}

json worst_moment::result() const {
  const stretch& worst = now_.conflicts > worst_.conflicts ? now_ : worst_;
  if (worst.conflicts == 0) return json::object();
  const std::uint32_t actor = most_contended_actor(worst.attempts);
  records of_actor;
  std::ranges::copy_if(worst.attempts, std::back_inserter(of_actor),
                       [actor](const attempt_record& a) { return a.actor == actor; });
  const records drawn = shown(of_actor);
  json attempts = json::array();
  for (const attempt_record& a : drawn) attempts.push_back(attempt_json(a, drawn));
  return {{"actor", actor},
          {"from", in_seconds(worst.index * length_)},
          {"to", in_seconds((worst.index + 1) * length_)},
          {"conflicts", worst.conflicts},
          {"attempts", std::move(attempts)}};
}

}  // namespace contend::measure
