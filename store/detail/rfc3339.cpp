#include <chrono>
#include <cstdint>
#include <optional>

#include <fmt/compile.h>
#include <fmt/format.h>

#include <contend/store/detail/rfc3339.hpp>

namespace contend::detail {

namespace {

using namespace std::chrono;

/// Takes a text apart from its front.
class cursor {
 public:
  explicit cursor(std::string_view text) noexcept : rest_{text} {}

  /// `count` digits, or nothing.
  std::optional<int> digits(std::size_t count) noexcept {
    if (rest_.size() < count) return {};
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return {};
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  /// Whether one of `any` comes next; takes it.
  bool take(std::string_view any) noexcept {
    if (rest_.empty() || any.find(rest_.front()) == std::string_view::npos) return false;
    taken_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] char taken() const noexcept { return taken_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  std::string_view rest_;
  char taken_ = 0;
};

std::optional<sys_days> date(cursor& from) {
  const auto y = from.digits(4);
  if (!y || !from.take("-")) return {};
  const auto m = from.digits(2);
  if (!m || !from.take("-")) return {};
  const auto d = from.digits(2);
  if (!d) return {};
  const year_month_day day{year{*y}, month{static_cast<unsigned>(*m)},
                           std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return {};
  return sys_days{day};
}

std::optional<seconds> time_of_day(cursor& from) {
  const auto h = from.digits(2);
  if (!h || !from.take(":")) return {};
  const auto m = from.digits(2);
  if (!m || !from.take(":")) return {};
  const auto s = from.digits(2);
  if (!s || *h > 23 || *m > 59 || *s > 59) return {};
  return hours{*h} + minutes{*m} + seconds{*s};
}

/// What follows the seconds' point, if there is one.
std::optional<nanoseconds> fraction(cursor& from) {
  if (!from.take(".")) return nanoseconds{0};
  std::int64_t value = 0;
  int count = 0;
  while (const auto digit = from.digits(1)) {
    if (++count > 9) return {};
    value = value * 10 + *digit;
  }
  if (count == 0) return {};
  for (; count < 9; ++count) value *= 10;
  return nanoseconds{value};
}

/// East of Greenwich, so what is to be taken off.
std::optional<minutes> offset(cursor& from) {
  if (from.take("Zz")) return minutes{0};
  if (!from.take("+-")) return {};
  const bool west = from.taken() == '-';
  const auto h = from.digits(2);
  if (!h || !from.take(":")) return {};
  const auto m = from.digits(2);
  if (!m || *h > 23 || *m > 59) return {};
  const minutes east = hours{*h} + minutes{*m};
  return west ? -east : east;
}

/// Nothing if it does not fit.
std::optional<timestamp> together(seconds whole, nanoseconds part) noexcept {
  // Towards zero, so that no step leaves the range where the sum is within it.
  if (whole < seconds{0} && part > nanoseconds{0}) {
    whole += seconds{1};
    part -= seconds{1};
  }
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(std::int64_t{whole.count()}, 1'000'000'000, &ns)) return {};
  if (__builtin_add_overflow(ns, std::int64_t{part.count()}, &ns)) return {};
  return timestamp{nanoseconds{ns}};
}

json_cause not_a_time(std::string_view text) {
  return {fmt::format("\"{}\" is no RFC 3339 time such as \"2024-05-06T07:08:09.000000001Z\"",
                      text.substr(0, 60))};
}

}  // namespace

std::string format_rfc3339(timestamp t) {
  const auto day = floor<days>(t);
  const year_month_day date{day};
  // The first of all days begins before the first of all times.
  const nanoseconds left = t.time_since_epoch() % days{1};
  const hh_mm_ss time{left < nanoseconds{0} ? left + days{1} : left};
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z"),
                     static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

json_result<timestamp> parse_rfc3339(std::string_view text) {
  cursor from{text};
  const auto day = date(from);
  if (!day || !from.take("Tt ")) return not_a_time(text);
  const auto time = time_of_day(from);
  if (!time) return not_a_time(text);
  const auto part = fraction(from);
  if (!part) return not_a_time(text);
  const auto east = offset(from);
  if (!east || !from.at_end()) return not_a_time(text);
  const auto t = together(day->time_since_epoch() + *time - *east, *part);
  if (!t) return json_cause{fmt::format("the time \"{}\" is out of range: 1677 to 2262", text)};
  return *t;
}

}  // namespace contend::detail
