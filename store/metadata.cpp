#include <algorithm>

#include <fmt/format.h>

#include <contend/store/metadata.hpp>

namespace contend {

namespace {

bool is_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text, std::size_t digits) noexcept {
  return text.size() == digits && is_hex(text) &&
         text.find_first_not_of('0') != std::string_view::npos;
}

std::uint8_t byte_of(std::string_view two_digits) noexcept {
  unsigned value = 0;
  for (const char c : two_digits)
    value = value * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  return static_cast<std::uint8_t>(value);
}

constexpr std::size_t trace_digits = 32;
constexpr std::size_t span_digits = 16;
/// Version, trace id, span id and flags with the hyphens between them.
constexpr std::size_t traceparent_size = 2 + 1 + trace_digits + 1 + span_digits + 1 + 2;

}  // namespace

std::optional<trace_context> parse_traceparent(std::string_view header) {
  if (header.size() < traceparent_size) return {};
  const std::string_view format = header.substr(0, 2);
  const std::string_view trace = header.substr(3, trace_digits);
  const std::string_view span = header.substr(4 + trace_digits, span_digits);
  const std::string_view flags = header.substr(5 + trace_digits + span_digits, 2);
  const bool hyphens = header[2] == '-' && header[3 + trace_digits] == '-' &&
                       header[4 + trace_digits + span_digits] == '-';
  if (!hyphens || !is_hex(format) || format == "ff" || !is_hex(flags)) return {};
  if (!is_id(trace, trace_digits) || !is_id(span, span_digits)) return {};
  const bool more = header.size() > traceparent_size;
  if (more && (format == "00" || header[traceparent_size] != '-')) return {};
  return trace_context{std::string{trace}, std::string{span}, byte_of(flags)};
}

std::string format_traceparent(const trace_context& context) {
  return fmt::format("00-{}-{}-{:02x}", context.trace_id, context.span_id, context.flags);
}

namespace meta {

std::optional<std::string_view> find(const event& e, std::string_view key) {
  const auto found = e.metadata.find(std::string{key});
  if (found == e.metadata.end()) return {};
  return found->second;
}

std::optional<std::string_view> correlation_id(const event& e) { return find(e, correlation_key); }
std::optional<std::string_view> causation_id(const event& e) { return find(e, causation_key); }
std::optional<std::string_view> user_id(const event& e) { return find(e, user_key); }

std::optional<trace_context> trace(const event& e) {
  const auto trace_id = find(e, trace_key);
  const auto span_id = find(e, span_key);
  if (!trace_id || !span_id) return {};
  const auto flags = find(e, trace_flags_key).value_or("00");
  return parse_traceparent(fmt::format("00-{}-{}-{}", *trace_id, *span_id, flags));
}

void set_correlation_id(map& metadata, std::string_view id) {
  metadata.insert_or_assign(std::string{correlation_key}, id);
}
void set_causation_id(map& metadata, std::string_view id) {
  metadata.insert_or_assign(std::string{causation_key}, id);
}
void set_user_id(map& metadata, std::string_view id) {
  metadata.insert_or_assign(std::string{user_key}, id);
}

void set_trace(map& metadata, const trace_context& context) {
  metadata.insert_or_assign(std::string{trace_key}, context.trace_id);
  metadata.insert_or_assign(std::string{span_key}, context.span_id);
  metadata.insert_or_assign(std::string{trace_flags_key}, fmt::format("{:02x}", context.flags));
}

void follow(map& metadata, const event& cause) {
  set_causation_id(metadata, cause.id);
  set_correlation_id(metadata, correlation_id(cause).value_or(cause.id));
  if (const auto user = user_id(cause)) set_user_id(metadata, *user);
  if (const auto context = trace(cause)) set_trace(metadata, *context);
}

}  // namespace meta

}  // namespace contend
