// An event and a row of the table, each made of the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <contend/store/event_store.hpp>
#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

/// The columns of an event as JSON text where they are JSON. Its names stay in the event, which
/// must outlive this.
struct encoded_event {
  const event& from;
  std::string data;
  std::optional<std::string> metadata{};
  std::optional<std::string> unknown{};

  explicit encoded_event(const event& e);
  /// To parameters 3 to 10, as insert_event names them.
  void bind(statement& to) const noexcept;
};

/// The columns that decode() expects, in its order.
inline constexpr std::string_view event_columns =
    "version, id, type, command, timestamp, data, metadata, unknown";

/// Of actor ?2 in namespace ?1; no row where it has none.
inline constexpr std::string_view latest_version = R"(
  SELECT version FROM events WHERE namespace = ?1 AND actor = ?2 ORDER BY version DESC LIMIT 1)";

/// Reads the row at which `row` stands. False: it is malformed, and `bad` says why; but for its
/// sequence.
bool decode(std::string_view actor, const statement& row, event& good, malformed_event& bad);

}  // namespace contend::sqlite
