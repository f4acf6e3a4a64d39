#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/reports/live_race.hpp>

namespace contend::reports {

namespace {

constexpr std::size_t widest_name = 24;
constexpr std::size_t longest_bar = 30;

using lane = live_race::lane;

std::vector<lane> best_first(const live_race& race) {
  std::vector<lane> lanes;
  std::ranges::copy_if(race.lanes, std::back_inserter(lanes),
                       [](const lane& l) { return l.so_far.mean.has_value(); });
  const bool low = race.metric->better == measure::better::lower;
  std::ranges::stable_sort(lanes, [low](const lane& a, const lane& b) {
    return low ? *a.so_far.mean < *b.so_far.mean : *a.so_far.mean > *b.so_far.mean;
  });
  return lanes;
}

std::string bar(double share, std::size_t longest, bool utf8) {
  const auto length = static_cast<std::size_t>(std::lround(share * static_cast<double>(longest)));
  std::string text;
  for (std::size_t i = 0; i < std::min(length, longest); ++i) text += utf8 ? "█" : "=";
  return text;
}

/// In ASCII where the terminal knows nothing else.
std::string spoken(const std::string& text, bool utf8) {
  constexpr std::string_view plus_minus = "±";
  const std::size_t at = text.find(plus_minus);
  if (utf8 || at == text.npos) return text;
  return text.substr(0, at) + "+-" + text.substr(at + plus_minus.size());
}

}  // namespace

std::vector<std::string> race_lines(const live_race& race, const style& s) {
  if (race.metric == nullptr) return {};
  const std::vector<lane> lanes = best_first(race);
  if (lanes.empty()) return {};
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  double most = 0;
  std::vector<std::string> values;
  for (const lane& l : lanes) {
    values.push_back(spoken(detail::quantity(l.so_far, race.metric->unit), s.utf8));
    name_width = std::max(name_width, std::min(detail::display_width(l.policy), widest_name));
    value_width = std::max(value_width, detail::display_width(values.back()));
    most = std::max(most, std::abs(*l.so_far.mean));
  }
  std::vector<std::string> lines{fmt::format(
      "{}{} so far, {}", race.point.empty() ? "" : race.point + ": ", race.metric->name,
      race.metric->better == measure::better::lower ? "less is better" : "more is better")};
  const std::size_t taken = name_width + value_width + 4;
  const std::size_t room = std::min(longest_bar, s.width > taken ? s.width - taken : 0);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const double share = most > 0 ? std::abs(*lanes[i].so_far.mean) / most : 0;
    lines.push_back(
        detail::pad_right(detail::printable(detail::shortened(lanes[i].policy, name_width)),
                          name_width) +
        "  " + detail::pad_left(values[i], value_width) + "  " + bar(share, room, s.utf8));
  }
  for (std::string& line : lines) line = detail::shortened(line, s.width);
  return lines;
}

}  // namespace contend::reports
