#include <algorithm>

#include <fmt/format.h>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/sqlite/detail/rows.hpp>
#include <contend/store/sqlite/detail/writer.hpp>

namespace contend::sqlite {

namespace {

// Check and insertion in one statement: SQLite lets nobody write in between. A version that is not
// taken is null, which the column refuses and OR IGNORE passes over; INSERT … SELECT … WHERE says
// the same and takes a fifth longer, since SQLite then gathers what is selected in a table first.
constexpr std::string_view insert_event = R"(
  INSERT OR IGNORE INTO events (namespace, actor, version, id, type, command, timestamp, data,
                                metadata, unknown)
  VALUES (?1, ?2,
          CASE WHEN coalesce((SELECT version FROM events WHERE namespace = ?1 AND actor = ?2
                              ORDER BY version DESC LIMIT 1), 0) BETWEEN ?11 AND ?12 THEN ?3 END,
          ?4, ?5, ?6, ?7, ?8, ?9, ?10))";

constexpr std::string_view save_snapshot = R"(
  INSERT OR REPLACE INTO snapshots (namespace, actor, version, timestamp, state)
  VALUES (?1, ?2, ?3, ?4, ?5))";

constexpr std::string_view forget_snapshots = R"(
  DELETE FROM snapshots WHERE namespace = ?1 AND actor = ?2 AND sequence NOT IN
    (SELECT sequence FROM snapshots WHERE namespace = ?1 AND actor = ?2
     ORDER BY sequence DESC LIMIT ?3))";

}  // namespace

result<writer> writer::open(database db, std::string name_space) {
  writer w;
  w.db_ = std::move(db);
  w.name_space_ = std::move(name_space);
  const std::string at_version = fmt::format(
      "SELECT {} FROM events WHERE namespace = ?1 AND actor = ?2 AND version = ?3", event_columns);
  for (const auto& [into, sql] :
       {std::pair{&w.insert_, insert_event},
        std::pair{&w.at_version_, std::string_view{at_version}},
        std::pair{&w.latest_, latest_version}, std::pair{&w.save_, save_snapshot},
        std::pair{&w.forget_, forget_snapshots}}) {
    auto made = w.db_.prepare(sql);
    if (!made) return made.error();
    *into = *std::move(made);
  }
  return w;
}

result<version> writer::append(std::string_view actor, expected_version expected,
                               std::span<const event_ptr> events) {
  const version before = events.front()->version - 1;
  window at{0, before};
  if (expected.is_exact())
    at = {expected.at(), std::min(expected.at(), before)};
  else if (!expected.holds_at(0))
    at.least = 1;
  const auto done =
      events.size() == 1 ? insert(actor, *events.front(), at) : insert_all(actor, at, events);
  if (!done) return done.error();
  if (done->taken) return events.back()->version;
  return refuse(actor, events);
}

result<writer::inserted> writer::insert(std::string_view actor, const event& e, window at) {
  const encoded_event row{e};
  const use run{insert_};
  run->bind(1, name_space_).bind(2, actor);
  row.bind(insert_);
  run->bind(11, at.least).bind(12, at.most);
  const int code = run->step();
  if (code != SQLITE_DONE) return error(code);
  return inserted{db_.changes() > 0};
}

result<writer::inserted> writer::insert_all(std::string_view actor, window at,
                                            std::span<const event_ptr> events) {
  transaction all{db_};
  if (!all.begun()) return all.begun().error();
  for (const event_ptr& e : events) {
    auto done = insert(actor, *e, at);
    if (!done || !done->taken) return done;
    at = {e->version, e->version};
  }
  if (const auto committed = all.commit(); !committed) return committed.error();
  return inserted{true};
}

/// Looks whether the refused events stand already: only here, so that an append that succeeds never
/// does.
result<version> writer::refuse(std::string_view actor, std::span<const event_ptr> events) {
  bool all_stand = true;
  for (const event_ptr& e : events) {
    const use run{at_version_};
    run->bind(1, name_space_).bind(2, actor).bind(3, e->version);
    const int code = run->step();
    if (code != SQLITE_ROW && code != SQLITE_DONE) return error(code);
    event found;
    malformed_event bad;
    const bool readable = code == SQLITE_ROW && decode(actor, at_version_, found, bad);
    if (code == SQLITE_DONE || found.id != e->id)
      all_stand = false;
    else if (!readable || !detail::same_content(found, *e))
      return detail::duplicate_id(*e);
  }
  if (all_stand) return events.back()->version;
  const use run{latest_};
  run->bind(1, name_space_).bind(2, actor);
  const int code = run->step();
  if (code != SQLITE_ROW && code != SQLITE_DONE) return error(code);
  return version_conflict(actor, events.front()->version, code == SQLITE_ROW ? run->number(0) : 0);
}

result<void> writer::save(const snapshot& s) {
  transaction both{db_};
  if (!both.begun()) return both.begun();
  if (auto saved = save_in_transaction(s); !saved) return saved;
  return both.commit();
}

result<void> writer::save_in_transaction(const snapshot& s) {
  const std::string state = s.state.dump();
  const use save{save_};
  save->bind(1, name_space_).bind(2, s.actor_id).bind(3, s.version);
  save->bind(4, s.timestamp.time_since_epoch().count()).bind(5, state);
  if (const int code = save->step(); code != SQLITE_DONE) return error(code);
  const use forget{forget_};
  forget->bind(1, name_space_).bind(2, s.actor_id);
  forget->bind(3, static_cast<std::int64_t>(snapshots_kept));
  if (const int code = forget->step(); code != SQLITE_DONE) return error(code);
  return {};
}

}  // namespace contend::sqlite
