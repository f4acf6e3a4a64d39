#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/reports/progress.hpp>

namespace contend::reports {

namespace {

/// "41/s", "4.1/s", "12k/s", "3/min", "2/h".
std::string rate_text(double per_second) {
  if (per_second >= 9950) return fmt::format("{:.0f}k/s", per_second / 1000);
  if (per_second >= 9.95) return fmt::format("{:.0f}/s", per_second);
  if (per_second >= 0.95) return fmt::format("{:.1f}/s", per_second);
  if (per_second * 60 >= 0.95) return fmt::format("{:.0f}/min", per_second * 60);
  return fmt::format("{:.1f}/h", per_second * 3600);
}

}  // namespace

progress progress::of_equal(std::uint64_t done, std::uint64_t total) {
  const std::uint64_t ahead = total > done ? total - done : 0;
  return {.done = done,
          .total = total,
          .worked = static_cast<double>(done),
          .ahead = static_cast<double>(ahead)};
}

std::optional<double> progress::rate() const noexcept {
  if (done == 0 || seconds <= 0) return {};
  return static_cast<double>(done) / seconds;
}

std::optional<double> progress::share() const noexcept {
  if (!ahead || worked + *ahead <= 0) return {};
  return worked / (worked + *ahead);
}

std::string progress_line(const progress& p, std::string_view unit) {
  std::string line = fmt::format("{}/{} {}", p.done, p.total, unit);
  // Rounded down: "100 %" while something is under way would be odd.
  if (const auto share = p.share()) line += fmt::format("  {:.0f} %", std::floor(*share * 100));
  if (const auto speed = p.rate()) line += "  " + rate_text(*speed);
  if (p.seconds_left && p.done < p.total) line += "  " + rough_duration(*p.seconds_left) + " left";
  return line;
}

std::string progress_json(const progress& p) {
  const auto known = [](const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  };
  return nlohmann::ordered_json{{"done", p.done},
                                {"total", p.total},
                                {"share", known(p.share())},
                                {"perSecond", known(p.rate())},
                                {"secondsLeft", known(p.seconds_left)}}
      .dump();
}

std::string rough_duration(double seconds) {
  if (!(seconds < 1e9)) return "ages";
  const auto whole = static_cast<long long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  const long long tens = (whole + 5) / 10 * 10;
  if (tens < 600) return fmt::format("{} min {} s", tens / 60, tens % 60);
  const long long minutes = (whole + 30) / 60;
  if (minutes < 60) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace contend::reports
