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
-- An INSERT OR REPLACE would be both, and fires neither of these.
CREATE TRIGGER events_are_appended BEFORE INSERT ON events
  WHEN EXISTS (SELECT 1 FROM events WHERE namespace = NEW.namespace AND actor = NEW.actor
               AND version >= NEW.version)
  BEGIN SELECT RAISE(ABORT, 'events are appended above the latest version'); END;
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

}  // namespace

result<bool> is_ready(database& db) {
  const auto owner = db.value("PRAGMA application_id");
  if (!owner) return owner.error();
  if (*owner == application) {
    const auto found = db.value("PRAGMA user_version");
    if (!found) return found.error();
    if (*found == schema_version) return true;
    return not_ours(fmt::format("the file has schema version {}, and this program knows {}", *found,
                                schema_version));
  }
  const auto others = db.value("SELECT count(*) FROM sqlite_schema");
  if (!others) return others.error();
  if (*others != "0") return not_ours("the file is a database of something else");
  return false;
}

result<void> make_ready(database& db) {
  // Of two processes that find an empty file, one makes the tables and the other waits.
  transaction all{db};
  if (!all.begun()) return all.begun();
  const auto ready = is_ready(db);
  if (!ready) return ready.error();
  if (!*ready)
    if (auto made = db.run(tables); !made) return made;
  return all.commit();
}

}  // namespace contend::sqlite
