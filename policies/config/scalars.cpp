#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include <contend/policies/config/scalars.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/policies/time.hpp>

namespace contend::config {

namespace {

template <class T>
const T& value_at(const void* value) {
  return *static_cast<const T*>(value);
}

template <class T>
void put(void* into, T value) {
  *static_cast<T*>(into) = std::move(value);
}

duration as_duration(double nanoseconds) {
  // Doubles at the ends of 64 bits would not fit.
  constexpr double most = 9.2e18;
  return duration{std::llround(std::clamp(nanoseconds, -most, most))};
}

/// The values that are within both.
bounds both(const bounds& a, const bounds& b) {
  bounds narrow = a.least < b.least ? b : a;
  if (a.least == b.least) narrow.least_excluded = a.least_excluded || b.least_excluded;
  narrow.most = std::min(a.most, b.most);
  return narrow;
}

/// A schema for numbers within `limits`.
node number_schema(std::string_view type, const bounds& limits) {
  node schema = object_of({{"type", node{std::string{type}}}});
  if (std::isfinite(limits.least))
    schema.add(limits.least_excluded ? "exclusiveMinimum" : "minimum", node{limits.least});
  if (std::isfinite(limits.most)) schema.add("maximum", node{limits.most});
  return schema;
}

constexpr std::string_view number_pattern = "[0-9]+(\\.[0-9]+)?";
constexpr std::string_view unit_pattern = "ns|us|ms|s|m|h";

node text(std::string_view held) { return node{std::string{held}}; }

/// A text that holds a value, or an error where it stands.
template <class T>
bool take_text(const node& from, parsed<T> read, void* into, const reading& as) {
  if (read.value) {
    put(into, *read.value);
    return true;
  }
  as.errors.error(from.where, std::move(read.error), std::move(read.hint));
  return false;
}

}  // namespace

void scalar_shape::read(const node& from, void* into, const reading& as) const {
  if (!take(from, into, as)) return;
  if (const std::string wrong = problem(into, as.within); !wrong.empty())
    as.errors.error(from.where, fmt::format("\"{}\" {}", as.subject, wrong));
}

std::string scalar_shape::problem(const void* value, const bounds& within) const {
  const std::optional<double> measured = measure(value);
  if (!measured) return {};
  const bounds limits = both(within, own_bounds());
  const bool low = limits.least_excluded ? *measured <= limits.least : *measured < limits.least;
  if (!low && *measured <= limits.most) return {};
  return "must be " + scalar_shape::range(limits);
}

std::string scalar_shape::range(const bounds& limits) const {
  const bool has_least = std::isfinite(limits.least);
  const bool has_most = std::isfinite(limits.most);
  if (has_least && has_most && !limits.least_excluded)
    return fmt::format("from {} to {}", format(limits.least), format(limits.most));
  const std::string_view low = limits.least_excluded ? "above" : "at least";
  std::string text;
  if (has_least) text += fmt::format("{} {}", low, format(limits.least));
  if (has_most) text += fmt::format("{}at most {}", has_least ? " and " : "", format(limits.most));
  return text;
}

std::string scalar_shape::format(double bound) const {
  // Where doubles do not have the last digits of a 64-bit type's ends.
  if (std::abs(bound) == 0x1p63) return bound < 0 ? "-2^63" : "2^63";
  if (bound == 0x1p64) return "2^64";
  std::array<char, 32> digits;
  const bool whole = std::trunc(bound) == bound && std::abs(bound) < 1e15;
  const auto end = whole ? std::to_chars(digits.data(), digits.data() + digits.size(),
                                         static_cast<std::int64_t>(bound))
                         : std::to_chars(digits.data(), digits.data() + digits.size(), bound);
  return {digits.data(), end.ptr};
}

void scalar_shape::expected(const node& found, const reading& as) const {
  as.errors.error(found.where, fmt::format("\"{}\" must be {}, not {}", as.subject, what(),
                                           found.description()));
}

// Durations

bool duration_shape::take(const node& from, void* into, const reading& as) const {
  if (const auto* text = from.as<std::string>())
    return take_text(from, parse_duration(*text), into, as);
  if (!from.is_number()) return expected(from, as), false;
  std::string written = from.description();
  written.erase(0, written.rfind(' ') + 1);
  as.errors.error(from.where,
                  fmt::format("a duration needs a unit: \"{0}s\" or \"{0}ms\"", written));
  return false;
}

node duration_shape::write(const void* from) const {
  return node{format_duration(value_at<duration>(from))};
}

std::optional<double> duration_shape::measure(const void* value) const {
  return static_cast<double>(value_at<duration>(value).count());
}

std::string duration_shape::format(double bound) const {
  return format_duration(as_duration(bound));
}

node duration_shape::schema(const bounds& within, schema_definitions&) const {
  const std::string_view sign = within.least < 0 ? "-?" : "";
  return object_of(
      {{"type", text("string")},
       {"pattern", text(fmt::format("^{}{}({})$", sign, number_pattern, unit_pattern))}});
}

// Shares

bool share_shape::take(const node& from, void* into, const reading& as) const {
  if (const auto* text = from.as<std::string>())
    return take_text(from, parse_share(*text), into, as);
  if (!from.is_number()) return expected(from, as), false;
  const double number = from.number();
  if (number > 1 && number <= 100) {
    as.errors.error(from.where,
                    fmt::format("\"{}\" is a share: at most 1, or a percentage", as.subject),
                    fmt::format("did you mean \"{}%\"?", scalar_shape::format(number)));
    return false;
  }
  put(into, share{number});
  return true;
}

node share_shape::write(const void* from) const {
  const share value = value_at<share>(from);
  const std::string percent = format_share(value);
  return percent.back() == '%' ? node{percent} : node{value.value};
}

std::optional<double> share_shape::measure(const void* value) const {
  return value_at<share>(value).value;
}

std::string share_shape::format(double bound) const { return format_share(share{bound}); }

node share_shape::schema(const bounds& within, schema_definitions&) const {
  node number = number_schema("number", both(within, own_bounds()));
  node percent = object_of(
      {{"type", text("string")}, {"pattern", text(fmt::format("^{}%$", number_pattern))}});
  return object_of({{"anyOf", node{node::array{number, percent}}}});
}

// Rates

bool rate_shape::take(const node& from, void* into, const reading& as) const {
  if (const auto* text = from.as<std::string>())
    return take_text(from, parse_rate(*text), into, as);
  if (!from.is_number()) return expected(from, as), false;
  as.errors.error(from.where, fmt::format("a rate needs a unit of time: \"{}/s\"",
                                          scalar_shape::format(from.number())));
  return false;
}

node rate_shape::write(const void* from) const { return node{format_rate(value_at<rate>(from))}; }

std::optional<double> rate_shape::measure(const void* value) const {
  return value_at<rate>(value).per_second;
}

std::string rate_shape::format(double bound) const { return format_rate(rate{bound}); }

node rate_shape::schema(const bounds& within, schema_definitions&) const {
  (void)within;  // no number to bound in the text
  return object_of({{"type", text("string")},
                    {"pattern", text(fmt::format("^{}/({})$", number_pattern, unit_pattern))}});
}

// Numbers, truth and text

bool double_shape::take(const node& from, void* into, const reading& as) const {
  if (!from.is_number()) return expected(from, as), false;
  put(into, from.number());
  return true;
}

node double_shape::write(const void* from) const { return node{value_at<double>(from)}; }

std::optional<double> double_shape::measure(const void* value) const {
  return value_at<double>(value);
}

node double_shape::schema(const bounds& within, schema_definitions&) const {
  return number_schema("number", within);
}

bool bool_shape::take(const node& from, void* into, const reading& as) const {
  const auto* truth = from.as<bool>();
  if (truth == nullptr) return expected(from, as), false;
  put(into, *truth);
  return true;
}

node bool_shape::write(const void* from) const { return node{value_at<bool>(from)}; }

node bool_shape::schema(const bounds& within, schema_definitions&) const {
  (void)within;
  return object_of({{"type", text("boolean")}});
}

bool string_shape::take(const node& from, void* into, const reading& as) const {
  const auto* text = from.as<std::string>();
  if (text == nullptr) return expected(from, as), false;
  put(into, *text);
  return true;
}

node string_shape::write(const void* from) const { return node{value_at<std::string>(from)}; }

std::optional<double> string_shape::measure(const void* value) const {
  return static_cast<double>(value_at<std::string>(value).size());
}

node string_shape::schema(const bounds& within, schema_definitions&) const {
  node string = object_of({{"type", text("string")}});
  if (within.least > 0) string.add("minLength", node{std::uint64_t{1}});
  return string;
}

bool integer_shape::take(const node& from, void* into, const reading& as) const {
  bool fits = false;
  if (const auto* held = from.as<std::uint64_t>()) {
    fits = how_.store_unsigned(into, *held);
  } else if (const auto* negative = from.as<std::int64_t>()) {
    fits = how_.store_signed(into, *negative);
  } else {
    const auto* real = from.as<double>();
    if (real == nullptr || std::trunc(*real) != *real) return expected(from, as), false;
    constexpr double exact = 9007199254740992;  // 2^53: beyond it doubles skip whole numbers
    fits = std::abs(*real) <= exact && how_.store_signed(into, static_cast<std::int64_t>(*real));
  }
  if (fits) return true;
  as.errors.error(from.where, fmt::format("\"{}\" must be {}", as.subject,
                                          range(both(as.within, how_.fitting))));
  return false;
}

node integer_shape::write(const void* from) const { return node{how_.load(from)}; }

std::optional<double> integer_shape::measure(const void* value) const {
  return write(value).number();
}

node integer_shape::schema(const bounds& within, schema_definitions&) const {
  return number_schema("integer", both(within, how_.fitting));
}

}  // namespace contend::config
