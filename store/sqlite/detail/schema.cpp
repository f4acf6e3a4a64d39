#include <fmt/format.h>

#include <contend/store/sqlite/detail/schema.hpp>

namespace contend::sqlite {

namespace {

/// "Cont", so that `file` and others can tell what it is.
constexpr const char* application = "1131376244";
constexpr const char* schema_version = "1";

// Clustered by actor, so that a replay reads pages in order. The triggers are there for everybody
// who opens the file with other tools: events are appended and never changed.
constexpr const char* tables = R"(
CREATE TABLE events (
  namespace TEXT NOT NULL,
  actor TEXT NOT NULL,
  version INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  command TEXT,
  timestamp INTEGER NOT NULL,  -- nanoseconds since 1970, UTC
  data TEXT NOT NULL,          -- JSON
  metadata TEXT,               -- JSON
  unknown TEXT,                -- JSON
  PRIMARY KEY (namespace, actor, version)
) WITHOUT ROWID;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are appended and never changed'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are appended and never deleted'); END;
CREATE TABLE snapshots (
  sequence INTEGER PRIMARY KEY,  -- rises in the order in which they were saved
  namespace TEXT NOT NULL,
  actor TEXT NOT NULL,
  version INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  state TEXT NOT NULL,  -- JSON
  UNIQUE (namespace, actor, version)
);
PRAGMA application_id = 1131376244;
PRAGMA user_version = 1;
)";

store_error not_ours(std::string detail) {
  return {.code = store_errc::damaged, .detail = std::move(detail)};
}

result<void> check_or_create(database& db) {
  const auto owner = db.value("PRAGMA application_id");
  if (!owner) return owner.error();
  if (*owner == application) {
    const auto found = db.value("PRAGMA user_version");
    if (!found) return found.error();
    if (*found == schema_version) return {};
    return not_ours(fmt::format("the file has schema version {}, and this program knows {}", *found,
                                schema_version));
  }
  const auto others = db.value("SELECT count(*) FROM sqlite_schema");
  if (!others) return others.error();
  if (*others != "0") return not_ours("the file is a database of something else");
  return db.run(tables);
}

}  // namespace

result<void> make_ready(database& db) {
  // Immediate: of two processes that find an empty file, one makes the tables and the other waits.
  if (auto begun = db.run("BEGIN IMMEDIATE"); !begun) return begun;
  auto made = check_or_create(db);
  if (!made) {
    (void)db.run("ROLLBACK");
    return made;
  }
  return db.run("COMMIT");
}

}  // namespace contend::sqlite
