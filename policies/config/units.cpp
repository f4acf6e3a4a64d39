#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include <contend/policies/config/units.hpp>

namespace contend::config {

namespace {

__extension__ using wide = unsigned __int128;

struct unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};

/// Largest first, as format_duration() tries them.
constexpr std::array units{
    unit{"h", 3'600'000'000'000}, unit{"m", 60'000'000'000}, unit{"s", 1'000'000'000},
    unit{"ms", 1'000'000},        unit{"us", 1'000},         unit{"ns", 1}};

struct alias {
  std::string_view written;
  std::string_view unit;
};

/// What people write instead.
constexpr std::array aliases{
    alias{"sec", "s"},           alias{"secs", "s"},       alias{"second", "s"},
    alias{"seconds", "s"},       alias{"min", "m"},        alias{"mins", "m"},
    alias{"minute", "m"},        alias{"minutes", "m"},    alias{"hr", "h"},
    alias{"hour", "h"},          alias{"hours", "h"},      alias{"msec", "ms"},
    alias{"msecs", "ms"},        alias{"millis", "ms"},    alias{"milliseconds", "ms"},
    alias{"usec", "us"},         alias{"usecs", "us"},     alias{"micros", "us"},
    alias{"microseconds", "us"}, alias{"\xc2\xb5s", "us"}, alias{"\xce\xbcs", "us"},
    alias{"nsec", "ns"},         alias{"nanos", "ns"},     alias{"nanoseconds", "ns"}};

constexpr std::string_view unit_list = "ns, us, ms, s, m or h";

const unit* find_unit(std::string_view name) noexcept {
  const auto found =
      std::find_if(units.begin(), units.end(), [&](unit u) { return u.name == name; });
  return found == units.end() ? nullptr : &*found;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The unit that `written` probably means, or nothing.
std::string_view meant_unit(std::string_view written) {
  std::string lower{written};
  std::erase(lower, ' ');
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const alias& a : aliases)
    if (a.written == lower) return a.unit;
  const unit* known = find_unit(lower);
  return known == nullptr ? std::string_view{} : known->name;
}

/// A decimal number, digit by digit, so that nothing is rounded.
struct decimal {
  bool negative = false;
  std::string_view whole{};
  std::string_view fraction{};
  std::string_view rest{};  ///< What follows the number.
  bool valid = false;
};

decimal split_decimal(std::string_view text) {
  decimal d;
  d.negative = !text.empty() && text.front() == '-';
  if (d.negative) text.remove_prefix(1);
  const auto digits = [&text] {
    const auto end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                              text.begin());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end);
    return taken;
  };
  d.whole = digits();
  d.valid = !d.whole.empty();
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    d.fraction = digits();
    d.valid = d.valid && !d.fraction.empty();
  }
  d.rest = text;
  return d;
}

constexpr wide longest = static_cast<wide>(std::numeric_limits<std::int64_t>::max());

/// Nanoseconds of whole.fraction units, well above `longest` where there are too many; nothing
/// where they are no whole number.
std::optional<wide> nanoseconds(std::string_view whole, std::string_view fraction,
                                wide unit_length) {
  wide total = 0;
  for (char c : whole) total = std::min(total * 10 + static_cast<wide>(c - '0'), 2 * longest);
  total *= unit_length;
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (fraction.size() > 15) return std::nullopt;
  wide part = 0;
  wide scale = 1;
  for (char c : fraction) {
    part = part * 10 + static_cast<wide>(c - '0');
    scale *= 10;
  }
  if ((part * unit_length) % scale != 0) return std::nullopt;
  return total + part * unit_length / scale;
}

std::optional<double> to_double(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return {};
  return number;
}

std::string shortest(double number) {
  std::array<char, 32> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

}  // namespace

parsed<duration> parse_duration(std::string_view text) {
  const decimal number = split_decimal(text);
  if (!number.valid)
    return {.error = "a duration is a number and a unit",
            .hint = "for example \"5ms\" or \"1.5s\""};
  const std::string_view written = text.substr(0, text.size() - number.rest.size());
  if (number.rest.empty())
    return {.error = fmt::format("a duration needs a unit: \"{0}s\" or \"{0}ms\"", written)};
  const unit* in = find_unit(number.rest);
  if (in == nullptr) {
    const std::string_view meant = meant_unit(number.rest);
    return {
        .error = fmt::format("unknown unit \"{}\"; a duration is in {}", number.rest, unit_list),
        .hint = meant.empty() ? "" : fmt::format("did you mean \"{}{}\"?", written, meant)};
  }
  const auto total = nanoseconds(number.whole, number.fraction, in->nanoseconds);
  if (!total) return {.error = "a duration is a whole number of nanoseconds"};
  if (*total > longest) return {.error = "a duration is at most 292 years"};
  const auto count = static_cast<std::int64_t>(*total);
  return {.value = duration{number.negative ? -count : count}};
}

parsed<share> parse_share(std::string_view text) {
  if (!text.empty() && text.back() == '%')
    // By the exponent rather than by a division, so that "80.8%" is the double nearest to 0.808.
    if (const auto number = to_double(fmt::format("{}e-2", text.substr(0, text.size() - 1))))
      return {.value = share{*number}};
  return {.error = "a share is a number from 0 to 1 or a percentage", .hint = "for example \"5%\""};
}

parsed<rate> parse_rate(std::string_view text) {
  const auto slash = text.find('/');
  const auto number = to_double(text.substr(0, slash));
  if (!number) return {.error = "a rate is a number per time", .hint = "for example \"200/s\""};
  if (slash == std::string_view::npos)
    return {.error = fmt::format("a rate needs a unit of time: \"{}/s\"", text)};
  const std::string_view per = text.substr(slash + 1);
  const unit* in = find_unit(per);
  if (in == nullptr) {
    const std::string_view meant = meant_unit(per);
    return {.error = fmt::format("unknown unit \"{}\"; a rate is per {}", per, unit_list),
            .hint = meant.empty()
                        ? ""
                        : fmt::format("did you mean \"{}/{}\"?", text.substr(0, slash), meant)};
  }
  // Both factors are whole numbers, so that "3/m" is the double nearest to 0.05.
  const auto length = static_cast<double>(in->nanoseconds);
  return {.value = rate{length < 1e9 ? *number * (1e9 / length) : *number / (length / 1e9)}};
}

std::string format_duration(duration d) {
  if (d == duration::zero()) return "0s";
  for (const unit& u : units) {
    const auto length = static_cast<std::int64_t>(u.nanoseconds);
    if (d.count() % length == 0) return fmt::format("{}{}", d.count() / length, u.name);
  }
  return {};
}

std::string format_share(share s) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), s.value,
                                          std::chars_format::fixed);
  if (error != std::errc{} || !(s.value >= 0)) return shortest(s.value);
  // The point two digits to the right.
  const std::string_view text{digits.data(), static_cast<std::size_t>(end - digits.data())};
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  const std::string whole = fmt::format("{}{:0<2}", text.substr(0, point), fraction.substr(0, 2));
  const std::size_t first = std::min(whole.find_first_not_of('0'), whole.size() - 1);
  const std::string_view rest = fraction.substr(std::min<std::size_t>(2, fraction.size()));
  return fmt::format("{}{}{}%", whole.substr(first), rest.empty() ? "" : ".", rest);
}

std::string format_rate(rate r) { return shortest(r.per_second) + "/s"; }

}  // namespace contend::config
