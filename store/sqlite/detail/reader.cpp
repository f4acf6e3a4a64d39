#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include <contend/store/detail/json_reader.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/sqlite/detail/reader.hpp>
#include <contend/store/sqlite/detail/rows.hpp>

namespace contend::sqlite {

namespace {

std::string range_of(std::string_view order) {
  return fmt::format(
      "SELECT {} FROM events WHERE namespace = ?1 AND actor = ?2 AND version BETWEEN ?3 AND ?4 "
      "ORDER BY version {} LIMIT ?5",
      event_columns, order);
}

constexpr std::string_view events_up_to = R"(
  SELECT count(*) FROM events WHERE namespace = ?1 AND actor = ?2 AND version <= ?3)";

constexpr std::string_view snapshots_down_from = R"(
  SELECT version, timestamp, state FROM snapshots
  WHERE namespace = ?1 AND actor = ?2 AND version <= ?3 ORDER BY version DESC)";

std::int64_t rows_of(std::size_t limit) noexcept {
  constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(limit, most));
}

}  // namespace

result<reader> reader::open(database db, std::string name_space) {
  reader r;
  r.db_ = std::move(db);
  r.name_space_ = std::move(name_space);
  const std::string forwards = range_of("ASC");
  const std::string backwards = range_of("DESC");
  for (const auto& [into, sql] :
       {std::pair{&r.forwards_, std::string_view{forwards}},
        std::pair{&r.backwards_, std::string_view{backwards}},
        std::pair{&r.latest_, latest_version}, std::pair{&r.sequence_, events_up_to},
        std::pair{&r.snapshots_, snapshots_down_from}}) {
    auto made = r.db_.prepare(sql);
    if (!made) return made.error();
    *into = *std::move(made);
  }
  return r;
}

result<replay> reader::read(std::string_view actor, const event_range& range) {
  statement& rows = range.backwards ? backwards_ : forwards_;
  const use run{rows};
  run->bind(1, name_space_).bind(2, actor).bind(3, range.from).bind(4, range.to);
  run->bind(5, rows_of(range.limit));
  replay found;
  int code = run->step();
  for (; code == SQLITE_ROW; code = run->step()) {
    event good;
    malformed_event bad;
    if (decode(actor, rows, good, bad)) {
      found.events.push_back(make_event(std::move(good)));
      continue;
    }
    const auto sequence = sequence_of(actor, bad.version);
    if (!sequence) return sequence.error();
    bad.sequence = *sequence;
    found.malformed.push_back(std::move(bad));
  }
  if (code != SQLITE_DONE) return db_.error(code);
  return found;
}

result<version> reader::latest(std::string_view actor) {
  const use run{latest_};
  run->bind(1, name_space_).bind(2, actor);
  const int code = run->step();
  if (code == SQLITE_DONE) return version{0};
  if (code != SQLITE_ROW) return db_.error(code);
  return version{run->number(0)};
}

result<std::int64_t> reader::sequence_of(std::string_view actor, version v) {
  const use run{sequence_};
  run->bind(1, name_space_).bind(2, actor).bind(3, v);
  const int code = run->step();
  if (code != SQLITE_ROW) return db_.error(code);
  return run->number(0);
}

result<found_snapshot> reader::snapshot_of(std::string_view actor, version at_most) {
  const use run{snapshots_};
  run->bind(1, name_space_).bind(2, actor).bind(3, at_most);
  found_snapshot found;
  int code = run->step();
  for (; code == SQLITE_ROW; code = run->step()) {
    const std::string_view text = run->text(2);
    auto state = detail::read_json(text, max_json_depth);
    if (state) {
      snapshot good{.actor_id = std::string{actor},
                    .version = run->number(0),
                    .state = *std::move(state),
                    .timestamp = timestamp{std::chrono::nanoseconds{run->number(1)}}};
      found.latest = std::make_shared<const snapshot>(std::move(good));
      return found;
    }
    found.passed_over.push_back({run->number(0), std::string{text}, state.error().text});
  }
  if (code != SQLITE_DONE) return db_.error(code);
  return found;
}

}  // namespace contend::sqlite
