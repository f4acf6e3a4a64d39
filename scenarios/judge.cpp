// Thresholds held against results.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <contend/measure/json_text.hpp>
#include <contend/scenarios/thresholds.hpp>

namespace contend::scenarios {

namespace {

/// From best to worst: the worst of several counts.
enum class verdict : std::uint8_t { passed, inconclusive, failed };

constexpr std::array verdict_names = {"passed", "inconclusive", "failed"};

/// How many cases are told where many are alike.
constexpr std::size_t most_told = 3;

/// `never`: in how many replications what the metric times did not happen.
verdict verdict_on(const threshold& t, const measure::estimate& e, std::uint64_t never) {
  if (never > 0) return verdict::failed;      // whatever the others say
  if (!e.ci95) return verdict::inconclusive;  // one replication says nothing of chance
  const auto [low, high] = *e.ci95;
  if (t.below ? high < t.limit : low > t.limit) return verdict::passed;
  if (t.below ? low >= t.limit : high <= t.limit) return verdict::failed;
  return verdict::inconclusive;
}

std::string amount(double value, measure::unit unit) {
  switch (unit) {
    case measure::unit::share:
      return fmt::format("{:.4g} %", 100 * value);
    case measure::unit::seconds:
      if (std::abs(value) >= 1 || value == 0) return fmt::format("{:.4g} s", value);
      if (std::abs(value) >= 1e-3) return fmt::format("{:.4g} ms", 1e3 * value);
      return fmt::format("{:.4g} us", 1e6 * value);
    case measure::unit::per_second:
      return fmt::format("{:.4g}/s", value);
    default:
      return fmt::format("{:.4g}", value);
  }
}

std::string values_of(const threshold& t, const measure::estimate* e) {
  if (e == nullptr || !e->mean) return "no value";
  if (!e->ci95) return amount(*e->mean, t.metric->unit) + ", and one replication gives no interval";
  return fmt::format("{} [{}, {}]", amount(*e->mean, t.metric->unit),
                     amount(e->ci95->first, t.metric->unit),
                     amount(e->ci95->second, t.metric->unit));
}

std::string what_came_out(const threshold& t, const measure::estimate* e, std::uint64_t never) {
  if (never == 0) return values_of(t, e);
  const std::string missing =
      fmt::format("no value in {} of {} replications", never, never + e->replications);
  return e->mean ? missing + ", else " + values_of(t, e) : missing;
}

/// How many replications more it takes until the interval is clear of the limit, if the mean stays
/// where it is; nothing where that cannot be said.
std::optional<std::uint64_t> more_to_tell(const threshold& t, const measure::estimate& e) {
  const auto needed =
      e.mean ? measure::replications_for(e, std::abs(*e.mean - t.limit)) : std::nullopt;
  if (!needed) return {};
  return std::max(*needed, e.replications + 1) - e.replications;
}

/// "; about 40 more replications would tell".
std::string what_it_takes(const threshold& t, const measure::estimate* e) {
  if (e == nullptr || !e->ci95) return "";
  constexpr std::uint64_t most = 10'000;
  const auto more = more_to_tell(t, *e);
  if (!more || *more > most)
    return "; so close to the limit that even ten thousand more replications would hardly tell";
  return fmt::format("; about {} more replication{} would tell", *more, *more == 1 ? "" : "s");
}

/// What tables call a swept value: "rate", "users/writers", "users/…/rate".
std::string short_name(const std::string& pointer) {
  constexpr std::string_view groups = "/workload/groups/";
  const std::size_t last = pointer.rfind('/');
  if (!pointer.starts_with(groups) || last < groups.size()) return pointer.substr(last + 1);
  const std::size_t end = pointer.find('/', groups.size());
  return pointer.substr(groups.size(), end - groups.size()) + (end == last ? "" : "/…") +
         pointer.substr(last);
}

/// " at rate=100/s", as tables have it: by the short name, where that is of one pointer alone.
std::string place_of(const measure::point& p) {
  std::string text;
  const auto same_name = [&](const std::string& name) {
    const auto all = p.sweep.items();
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& one) { return short_name(one.key()) == name; });
  };
  for (const auto& [pointer, value] : p.sweep.items())
    text += fmt::format("{} {}={}", text.empty() ? " at" : ",",
                        same_name(short_name(pointer)) == 1 ? short_name(pointer) : pointer,
                        measure::plain_text(value));
  return text;
}

bool concerns(const threshold& t, const measure::point& p) {
  return std::all_of(t.at.begin(), t.at.end(), [&](const auto& wanted) {
    const auto found = p.sweep.find(wanted.first);
    return found == p.sweep.end() || *found == wanted.second;  // not swept: so everywhere
  });
}

/// The worst verdict so far, and the cases that came to it.
class worst_of {
 public:
  void add(verdict v, std::string what) {
    if (v > worst_) told_.clear();
    worst_ = std::max(worst_, v);
    if (v == worst_) told_.push_back(std::move(what));
    any_ = true;
  }

  [[nodiscard]] measure::threshold result(const std::string& text) const {
    if (!any_)
      return {.text = text, .verdict = "inconclusive", .detail = std::string{nothing_was_run}};
    measure::threshold made{.text = text,
                            .verdict = verdict_names[static_cast<std::size_t>(worst_)]};
    if (worst_ == verdict::passed) return made;
    for (std::size_t i = 0; i < std::min(told_.size(), most_told); ++i)
      made.detail += (i == 0 ? "" : "; ") + told_[i];
    if (told_.size() > most_told)
      made.detail += fmt::format("; and {} more", told_.size() - most_told);
    return made;
  }

 private:
  verdict worst_ = verdict::passed;
  bool any_ = false;
  std::vector<std::string> told_{};
};

}  // namespace

std::vector<measure::threshold> judge(const std::vector<threshold>& all,
                                      const std::vector<measure::point>& points) {
  std::vector<measure::threshold> judged;
  for (const threshold& t : all) {
    worst_of worst;
    for (const measure::point& p : points) {
      if (!concerns(t, p)) continue;
      for (const measure::policy_result& policy : p.policies) {
        if (!t.policy.empty() && t.policy != policy.name) continue;
        const measure::estimate* e =
            policy.find(measure::metric_name{t.metric->name, t.group}.text());
        // A metric of the sweep as a whole stands at one point only.
        if (e == nullptr && t.metric->over_load != nullptr && points.size() > 1) continue;
        const std::uint64_t never = measure::never_happened(policy, *t.metric);
        const verdict v = e == nullptr ? verdict::inconclusive : verdict_on(t, *e, never);
        worst.add(
            v, fmt::format("\"{}\"{}: {}{}", policy.name, place_of(p), what_came_out(t, e, never),
                           v == verdict::inconclusive ? what_it_takes(t, e) : ""));
      }
    }
    judged.push_back(worst.result(t.text));
  }
  return judged;
}

}  // namespace contend::scenarios
