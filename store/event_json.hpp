// Events as JSON text: what goes over a wire or into a file comes back the same.
//
//   {"id":"e-1","eventType":"Opened","actorId":"account-1","version":1,"data":{"amount":5},
//    "metadata":{"userId":"u"},"timestamp":"2024-05-06T07:08:09.000000001Z"}
//
// Integers of 64 bits are exact, members that this version does not know are kept, and what JSON
// cannot say (NaN, text that is not UTF-8) is refused instead of being replaced.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/event.hpp>

namespace contend {

/// The most that an event or a snapshot may take as JSON text: what a message of NATS can carry.
inline constexpr std::size_t max_json_bytes = std::size_t{1} << 20U;

/// How deep the data of an event and the state of a snapshot may be nested.
inline constexpr std::size_t max_json_depth = 128;

/// One line. Errors: invalid_event, for whatever a store would refuse as well; its detail says
/// what and where: "data/amount: NaN is no JSON number".
[[nodiscard]] result<std::string> to_json_text(const event& e);

/// Reads one event. `commandId` and `metadata` may be absent, the others not; a timestamp may have
/// any offset and is kept in UTC. Errors: malformed_event; its detail says what: "version is
/// missing", "byte 17: …". Refused are also integers beyond 64 bits and keys given twice, of which
/// something would be lost.
[[nodiscard]] result<event> event_from_json(std::string_view text);

}  // namespace contend
