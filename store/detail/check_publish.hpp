// The rules that every event bus holds its callers to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/event.hpp>

namespace contend::detail {

/// invalid_argument.
[[nodiscard]] store_error refused_by_bus(std::string detail);

[[nodiscard]] store_error bus_closed();

/// What is wrong with publishing `e` in `name_space`, as invalid_argument; nothing if all is well.
[[nodiscard]] std::optional<store_error> check_publish(std::string_view name_space,
                                                       const event_ptr& e);

}  // namespace contend::detail
