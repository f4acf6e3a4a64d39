// The rules that every store holds an append to before it looks at its streams.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/event.hpp>
#include <contend/store/snapshot.hpp>

namespace contend::detail {

/// What is wrong with appending `events` to `actor`, as invalid_event with a detail that says which
/// event, what, and what would be right; nothing if all is well. Allocates only for what it has to
/// say and for batches of more than 16.
[[nodiscard]] std::optional<store_error> check_append(std::string_view actor,
                                                      std::span<const event_ptr> events);

/// What breaks a rule in an event, for a person: "its id is empty"; empty if nothing does.
[[nodiscard]] std::string event_fault(const event& e);

/// What is wrong with a snapshot, as invalid_snapshot; nothing if all is well.
[[nodiscard]] std::optional<store_error> check_snapshot(const snapshot& s);

/// The error of an append whose event `clash` has the id of one that stands there with other
/// content.
[[nodiscard]] store_error duplicate_id(const event& clash);

/// Whether two events of one id say the same. Their timestamps may differ: a command that is
/// repeated after a crash writes the same event at another time.
[[nodiscard]] bool same_content(const event& a, const event& b);

}  // namespace contend::detail
