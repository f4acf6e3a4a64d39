#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <contend/policies/config/suggest.hpp>

namespace contend::config {

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t most_listed = 12;

/// What tells "openFor", "open-for" and "open_for" apart matters to nobody who mistyped it.
std::string plain(std::string_view name) {
  std::string kept;
  for (char c : name) {
    if (c == '_' || c == '-' || c == ' ') continue;
    kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return kept;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_back(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({change, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], two_back[j - 2] + 1);
    }
    two_back.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

std::string_view closest(std::string_view wrong, const std::vector<std::string_view>& candidates) {
  if (wrong.empty() || wrong.size() > longest_name) return {};
  const std::string written = plain(wrong);
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, written.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    const std::string meant = plain(candidate);
    std::size_t distance = edit_distance(written, meant);
    // The beginning of a name is as good as one slip: "exp" for "exponential".
    if (written.size() >= 3 && meant.compare(0, written.size(), written) == 0)
      distance = std::min<std::size_t>(distance, 1);
    if (distance >= least || distance >= meant.size()) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& candidates) {
  const std::string_view near = closest(wrong, candidates);
  if (!near.empty()) return fmt::format("did you mean \"{}\"?", near);
  if (candidates.empty() || candidates.size() > most_listed) return {};
  return fmt::format("one of: \"{}\"", fmt::join(candidates, "\", \""));
}

}  // namespace contend::config
