// Subjects: where an actor's events lie. Injective: two different names never share a token.
//
//   CONTEND.default.account-1              events of "account-1" in the namespace "default"
//   CONTEND_SNAPSHOTS.default.account-1    its snapshots
//
// A token keeps A-Z, a-z, 0-9 and -, has every other byte as =XX in hexadecimal, and is = alone for
// the empty name. So no name can hold a dot, a wildcard or a space that a server would understand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace contend::nats {

/// `name` as one token.
[[nodiscard]] std::string token_of(std::string_view name);
/// The name that token_of() made `token` from; nothing if it made it from none.
[[nodiscard]] std::optional<std::string> name_of(std::string_view token);

/// The name of the stream that keeps the snapshots beside `stream`.
[[nodiscard]] std::string snapshots_of(std::string_view stream);

/// The subjects of one namespace in one stream. Thread-safe, as it never changes.
class subjects {
 public:
  subjects(std::string_view stream, std::string_view name_space);

  [[nodiscard]] std::string events(std::string_view actor) const;
  [[nodiscard]] std::string snapshots(std::string_view actor) const;
  /// What makes the server know a message again: unique to the namespace, the actor and `rest`,
  /// which has to be a token itself.
  [[nodiscard]] std::string message_id(std::string_view actor, std::string_view rest) const;

 private:
  std::string name_space_;
  std::string events_;
  std::string snapshots_;
};

/// Namespace and actor of a subject of `stream`; nothing if it is none.
struct actor_address {
  std::string name_space{};
  std::string actor{};
};
[[nodiscard]] std::optional<actor_address> address_of(std::string_view stream,
                                                      std::string_view subject);

}  // namespace contend::nats
