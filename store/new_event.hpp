// What a decision wants to write: an event without what the library fills in.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <contend/store/event.hpp>

namespace contend {

/// Actor, version and timestamp are filled in when it is appended.
struct new_event {
  std::string type{};                              ///< "Deposited". Must not be empty.
  nlohmann::json data = nlohmann::json::object();  ///< A JSON object.
  std::map<std::string, std::string> metadata{};
  std::optional<std::string> command_id{};
  /// Unique within the actor's stream; a random UUID where left empty.
  std::string id{};
};

}  // namespace contend
