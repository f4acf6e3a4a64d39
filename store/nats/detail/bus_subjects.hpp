// Namespaces of the bus as subjects: "shop.orders" below "CONTEND-BUS" is CONTEND-BUS.shop.orders.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace contend::nats {

/// The subject of a namespace or of a pattern: its wildcards, which are whole tokens, are NATS's.
/// `text` must be one that is_namespace() or namespace_pattern::parse() takes.
[[nodiscard]] std::string bus_subject(std::string_view prefix, std::string_view text);

/// The namespace of a subject that something was published on; nothing if it is none.
[[nodiscard]] std::optional<std::string> bus_namespace(std::string_view prefix,
                                                       std::string_view subject);

}  // namespace contend::nats
