// The standard metadata of events, typed: who asked for it, what it belongs to, what caused it, and
// which trace it is part of (W3C Trace Context).
//
//   meta::correlation_id(*e);                        // std::optional<std::string_view>
//   new_event answer{"Shipped"};
//   meta::follow(answer.metadata, *e);               // same correlation, caused by e
//   meta::set_trace(answer.metadata, *parse_traceparent(header));
//   format_traceparent(*meta::trace(*e));            // "00-4bf9…-00f0…-01"
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <contend/store/event.hpp>

namespace contend {

/// Where a span of a trace stands.
struct trace_context {
  std::string trace_id{};  ///< 32 hexadecimal digits in lower case, not all 0.
  std::string span_id{};   ///< 16 of them; the "parent-id" of a traceparent.
  std::uint8_t flags = 0;  ///< Bit 0: sampled.

  [[nodiscard]] bool sampled() const noexcept { return (flags & 1U) != 0; }
  friend bool operator==(const trace_context&, const trace_context&) = default;
};

/// Reads the value of a `traceparent` header: "00-" trace id "-" span id "-" flags. As the
/// recommendation says, a higher version than 00 may have more behind; nothing for what is invalid.
[[nodiscard]] std::optional<trace_context> parse_traceparent(std::string_view header);

/// Version 00. `context` must be valid, as parse_traceparent() and meta::trace() give it.
[[nodiscard]] std::string format_traceparent(const trace_context& context);

namespace meta {

using map = std::map<std::string, std::string>;

// The keys in an event's metadata.
inline constexpr std::string_view correlation_key = "correlationId";
inline constexpr std::string_view causation_key = "causationId";
inline constexpr std::string_view user_key = "userId";
inline constexpr std::string_view trace_key = "traceId";
inline constexpr std::string_view span_key = "spanId";
inline constexpr std::string_view trace_flags_key = "traceFlags";

/// The value of `key`, as long as the event lives; nothing if there is none.
[[nodiscard]] std::optional<std::string_view> find(const event& e, std::string_view key);

/// What all events of one request share.
[[nodiscard]] std::optional<std::string_view> correlation_id(const event& e);
/// The id of the event or command that this one follows from.
[[nodiscard]] std::optional<std::string_view> causation_id(const event& e);
/// On whose behalf.
[[nodiscard]] std::optional<std::string_view> user_id(const event& e);
/// Nothing if either id is missing or no valid one.
[[nodiscard]] std::optional<trace_context> trace(const event& e);

void set_correlation_id(map& metadata, std::string_view id);
void set_causation_id(map& metadata, std::string_view id);
void set_user_id(map& metadata, std::string_view id);
void set_trace(map& metadata, const trace_context& context);

/// Of an event that follows from `cause`: caused by it, with its correlation (its own id where it
/// has none), its user and its trace.
void follow(map& metadata, const event& cause);

}  // namespace meta

}  // namespace contend
