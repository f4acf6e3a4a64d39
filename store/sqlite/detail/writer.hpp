// The connection that a store writes through.
#pragma once

#include <span>
#include <string>

#include <contend/store/event_store.hpp>
#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

/// Threading: one call at a time.
class writer {
 public:
  static result<writer> open(database db, std::string name_space);

  /// The events keep the rules of check_append().
  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events);
  result<void> save(const snapshot& s);

 private:
  /// Lowest and highest current version at which an append is taken.
  struct window {
    version least;
    version most;
  };
  struct inserted {
    bool taken = false;  ///< False: the current version is outside of the window.
  };

  result<inserted> insert(std::string_view actor, const event& e, window at);
  result<inserted> insert_all(std::string_view actor, window at, std::span<const event_ptr> events);
  result<version> refuse(std::string_view actor, std::span<const event_ptr> events);
  result<void> save_in_transaction(const snapshot& s);
  [[nodiscard]] store_error error(int code) const { return db_.error(code, true); }

  database db_{};
  std::string name_space_{};
  statement insert_{};
  statement at_version_{};
  statement latest_{};
  statement save_{};
  statement forget_{};
};

}  // namespace contend::sqlite
