// How a store tells of what it holds and cannot read.
#pragma once

#include <string_view>

#include <fmt/format.h>

#include <contend/store/event_store.hpp>

namespace contend::detail {

/// What the plain read answers on meeting it.
[[nodiscard]] inline store_error malformed_error(std::string_view actor, const malformed_event& e) {
  return {.code = store_errc::malformed_event,
          .actor = std::string{actor},
          .detail = fmt::format("sequence {}, version {}: {}", e.sequence, e.version, e.cause)};
}

/// The plain read, made of the one that reports errors.
[[nodiscard]] inline result<std::vector<event_ptr>> events_of(std::string_view actor,
                                                              replay&& read) {
  if (!read.malformed.empty()) return malformed_error(actor, read.malformed.front());
  return std::move(read.events);
}

}  // namespace contend::detail
