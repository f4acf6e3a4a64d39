#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/scenarios/tuning/goal.hpp>

namespace contend::scenarios {

namespace {

constexpr std::string_view source_name = "--goal";
constexpr auto example = "for example: minimise latency.p99 subject to appends_per_commit < 2";

[[noreturn]] void refuse(std::string message, std::string hint = example) {
  config::diagnostics errors;
  errors.error(std::string{source_name}, std::move(message), std::move(hint));
  throw config::invalid_config{errors};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

/// The parts of `text` between `separators`.
std::vector<std::string_view> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end != std::string_view::npos) text.remove_prefix(end + separator.size());
  }
  return parts;
}

/// Takes "minimise " or "maximise " away; without either the metric itself knows.
void read_direction(std::string_view& text, goal& into) {
  constexpr std::array<std::pair<std::string_view, bool>, 4> words{
      {{"minimise ", true}, {"minimize ", true}, {"maximise ", false}, {"maximize ", false}}};
  for (const auto& [word, minimise] : words) {
    if (!text.starts_with(word)) continue;
    text = trimmed(text.substr(word.size()));
    into.minimise = minimise;
    into.metric = measure::find_metric(text);
    return;
  }
  into.metric = measure::find_metric(text);
  if (into.metric == nullptr) return;
  if (into.metric->better == measure::better::neither)
    refuse(fmt::format("\"{}\" is neither better low nor high: minimise or maximise it?", text));
  into.minimise = into.metric->better == measure::better::lower;
}

void check_metric(const measure::metric& m) {
  if (m.of == nullptr)
    refuse(fmt::format("\"{}\" is of a whole sweep: it cannot be tuned for", m.name));
}

threshold read_constraint(std::string_view text) {
  config::document keep;
  config::diagnostics errors;
  config::node written = parse_threshold(std::string{text}, keep, errors, std::string{source_name});
  errors.throw_if_any();
  const config::node root =
      config::object_of({{"thresholds", config::node{config::node::array{std::move(written)}}}});
  std::vector<threshold> read = thresholds_of(root, {}, errors);
  errors.throw_if_any();
  if (!read.front().policy.empty() || !read.front().at.empty() || !read.front().group.empty())
    refuse(fmt::format("\"{}\" cannot be of one policy, point or group", text));
  check_metric(*read.front().metric);
  return std::move(read.front());
}

}  // namespace

goal parse_goal(const std::string& text) {
  constexpr std::string_view subject_to = " subject to ";
  goal made{.text = text};
  const std::size_t end = text.find(subject_to);
  std::string_view what = trimmed(std::string_view{text}.substr(0, end));
  read_direction(what, made);
  if (made.metric == nullptr)
    refuse(what.empty() ? "what is to be minimised or maximised is missing"
                        : fmt::format("unknown metric \"{}\"", what),
           what.empty() ? example : metric_meant(what));
  check_metric(*made.metric);
  if (end == std::string::npos) return made;
  for (const std::string_view one :
       parts_of(std::string_view{text}.substr(end + subject_to.size()), " and "))
    made.constraints.push_back(read_constraint(one));
  return made;
}

}  // namespace contend::scenarios
