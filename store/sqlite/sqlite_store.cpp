#include <mutex>
#include <utility>

#include <fmt/format.h>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/malformed.hpp>
#include <contend/store/detail/utf8.hpp>
#include <contend/store/sqlite/detail/reader.hpp>
#include <contend/store/sqlite/detail/schema.hpp>
#include <contend/store/sqlite/detail/writer.hpp>
#include <contend/store/sqlite/sqlite_store.hpp>

namespace contend {

struct sqlite_store::writer {
  std::mutex lock{};
  sqlite::writer to{};
};

struct sqlite_store::reader {
  std::mutex lock{};
  sqlite::reader from{};
};

namespace {

/// Sets the mode that the file is in from then on; several may do so at the same time. SQLite does
/// not wait here, lest two that read and want to write wait for each other: so waiting is done by a
/// transaction in between.
result<void> use_wal(sqlite::database& db, const std::string& path) {
  constexpr int tries = 1000;
  for (int i = 0;; ++i) {
    const auto mode = db.value("PRAGMA journal_mode = WAL");
    if (mode && *mode == "wal") return {};
    if (mode)
      return store_error{
          .code = store_errc::damaged,
          .detail = fmt::format("\"{}\" cannot be in WAL mode, it is in mode {}", path, *mode)};
    if (mode.error().code != store_errc::unavailable || i == tries) return mode.error();
    sqlite::transaction others{db};
    if (!others.begun()) return others.begun();
  }
}

/// A connection to `path` with the settings that each connection needs.
result<sqlite::database> connect(const std::string& path, const sqlite_options& options) {
  auto db = sqlite::database::open(path, options.busy_timeout);
  if (!db) return db.error();
  // Before anything is set: another's file is left as it is.
  {
    const sqlite::transaction one_look{*db, sqlite::transaction::kind::reads};
    if (const auto ready = sqlite::is_ready(*db); !ready) return ready.error();
  }
  if (const auto set = use_wal(*db, path); !set) return set.error();
  const bool full = options.synchronous == sqlite_synchronous::full;
  if (const auto set = db->run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
      !set)
    return set.error();
  return db;
}

/// Those have no file: two connections would be two stores.
std::string not_a_file(const std::string& path) {
  if (path.empty() || path == ":memory:")
    return "a file is needed; in memory there is memory_store";
  if (path.find('\0') != std::string::npos) return "the path has a zero byte";
  return {};
}

}  // namespace

sqlite_store::sqlite_store(std::unique_ptr<writer> w, std::unique_ptr<reader> r)
    : writer_{std::move(w)}, reader_{std::move(r)} {}

sqlite_store::~sqlite_store() = default;

result<std::unique_ptr<sqlite_store>> sqlite_store::open(const std::string& path,
                                                         sqlite_options options) {
  std::string why = not_a_file(path);
  if (detail::utf8_prefix(options.name_space) != options.name_space.size())
    why = "the namespace is not UTF-8";
  if (!why.empty()) return store_error{.code = store_errc::damaged, .detail = std::move(why)};
  auto writing = connect(path, options);
  if (!writing) return writing.error();
  if (const auto ready = sqlite::make_ready(*writing); !ready) return ready.error();
  auto reading = connect(path, options);
  if (!reading) return reading.error();
  auto to = sqlite::writer::open(*std::move(writing), options.name_space);
  if (!to) return to.error();
  auto from = sqlite::reader::open(*std::move(reading), options.name_space);
  if (!from) return from.error();
  auto w = std::make_unique<writer>();
  auto r = std::make_unique<reader>();
  w->to = *std::move(to);
  r->from = *std::move(from);
  return std::unique_ptr<sqlite_store>{new sqlite_store{std::move(w), std::move(r)}};
}

result<version> sqlite_store::append(std::string_view actor, expected_version expected,
                                     std::span<const event_ptr> events) {
  if (auto error = detail::check_append(actor, events)) return *std::move(error);
  const std::lock_guard hold{writer_->lock};
  return writer_->to.append(actor, expected, events);
}

result<std::vector<event_ptr>> sqlite_store::get_events(std::string_view actor, event_range range) {
  auto read = get_events_with_errors(actor, range);
  if (!read) return read.error();
  return detail::events_of(actor, *std::move(read));
}

result<replay> sqlite_store::get_events_with_errors(std::string_view actor, event_range range) {
  const std::lock_guard hold{reader_->lock};
  return reader_->from.read(actor, range);
}

result<version> sqlite_store::get_latest_version(std::string_view actor) {
  const std::lock_guard hold{reader_->lock};
  return reader_->from.latest(actor);
}

result<void> sqlite_store::save_snapshot(snapshot s) {
  if (auto error = detail::check_snapshot(s)) return *std::move(error);
  const std::lock_guard hold{writer_->lock};
  return writer_->to.save(s);
}

result<found_snapshot> sqlite_store::get_latest_snapshot(std::string_view actor, version at_most) {
  const std::lock_guard hold{reader_->lock};
  return reader_->from.snapshot_of(actor, at_most);
}

}  // namespace contend
