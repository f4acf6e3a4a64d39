// The connection that a store reads through: it never waits for a writer.
#pragma once

#include <string>

#include <contend/store/event_store.hpp>
#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

/// Threading: one call at a time.
class reader {
 public:
  static result<reader> open(database db, std::string name_space);

  result<replay> read(std::string_view actor, const event_range& range);
  result<version> latest(std::string_view actor);
  result<found_snapshot> snapshot_of(std::string_view actor, version at_most);

 private:
  /// How many events of the actor stand at versions up to `v`.
  result<std::int64_t> sequence_of(std::string_view actor, version v);

  database db_{};
  std::string name_space_{};
  statement forwards_{};
  statement backwards_{};
  statement latest_{};
  statement sequence_{};
  statement snapshots_{};
};

}  // namespace contend::sqlite
