// What SQLite and snapshots cost and bring. Claims:
//   append          an append of the store is at least 0.7 times as fast as SQLite alone, which
//                   inserts the same columns through one prepared statement into a table of the
//                   same key, without any check (ratio at most 1.43)
//   read            the same for reading a stream of 100 events, which SQLite alone takes as bare
//                   columns and makes events of with nlohmann::json (ratio at most 1.43)
//   snapshot_load   loading an actor of 10,000 events from a snapshot and one event of tail is at
//                   least 8 times as fast as replaying all of them (ratio at most 0.125), in memory
//                   (argument 0) and on SQLite (argument 1)
//
// Appends do not wait for the disk on either side: what is compared is the work, and not the disk.
//
//   build/release/bin/bench_sqlite --benchmark_repetitions=5
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "interleaved.hpp"
#include <contend/store/load.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/sqlite/sqlite_store.hpp>

namespace {

using namespace contend;
using bench::interleave;

/// A folder of its own that goes with it.
class scratch {
 public:
  scratch() {
    std::string form = (std::filesystem::temp_directory_path() / "contend-XXXXXX").string();
    if (::mkdtemp(form.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = form;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] std::string file(const char* name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_{};
};

constexpr std::size_t actors = 100;
constexpr version versions = 100;

event_ptr built(const std::string& actor, version v) {
  return make_event({.id = "event-" + actor + "-" + std::to_string(v),
                     .type = "Deposited",
                     .actor_id = actor,
                     .version = v,
                     .data = {{"amount", v}, {"currency", "EUR"}, {"by", "user-17"}}});
}

const std::vector<std::string>& names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < actors; ++i) made.push_back("account-" + std::to_string(i));
    return made;
  }();
  return all;
}

/// SQLite alone, as a program would use it that checks nothing.
class plain_sqlite {
 public:
  explicit plain_sqlite(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error{path};
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        "CREATE TABLE IF NOT EXISTS events (actor TEXT, version INTEGER, id TEXT, type TEXT, "
        "timestamp INTEGER, data TEXT, PRIMARY KEY (actor, version)) WITHOUT ROWID");
    insert_ = prepare("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    select_ = prepare(
        "SELECT version, id, type, timestamp, data FROM events WHERE actor = ?1 "
        "ORDER BY version");
  }
  plain_sqlite(const plain_sqlite&) = delete;
  plain_sqlite& operator=(const plain_sqlite&) = delete;
  ~plain_sqlite() {
    sqlite3_finalize(insert_);
    sqlite3_finalize(select_);
    sqlite3_close(db_);
  }

  void append(const event& e) {
    const std::string data = e.data.dump();
    bind(insert_, 1, e.actor_id);
    sqlite3_bind_int64(insert_, 2, e.version);
    bind(insert_, 3, e.id);
    bind(insert_, 4, e.type);
    sqlite3_bind_int64(insert_, 5, e.timestamp.time_since_epoch().count());
    bind(insert_, 6, data);
    if (sqlite3_step(insert_) != SQLITE_DONE) throw std::runtime_error{"not inserted"};
    sqlite3_reset(insert_);
  }

  std::vector<event> read(const std::string& actor) {
    std::vector<event> found;
    bind(select_, 1, actor);
    while (sqlite3_step(select_) == SQLITE_ROW)
      found.push_back(
          {.id = text(1),
           .type = text(2),
           .actor_id = actor,
           .version = sqlite3_column_int64(select_, 0),
           .data = nlohmann::json::parse(text(4)),
           .timestamp = timestamp{std::chrono::nanoseconds{sqlite3_column_int64(select_, 3)}}});
    sqlite3_reset(select_);
    return found;
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error{sql};
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(db_, sql, -1, &made, nullptr) != SQLITE_OK)
      throw std::runtime_error{sql};
    return made;
  }
  static void bind(sqlite3_stmt* to, int at, const std::string& text) {
    sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  std::string text(int column) {
    const void* const bytes = sqlite3_column_blob(select_, column);
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(select_, column))};
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

std::unique_ptr<sqlite_store> open_store(const std::string& path) {
  return sqlite_store::open(path, {.synchronous = sqlite_synchronous::normal}).value();
}

void append(benchmark::State& state) {
  const scratch folder;
  const auto ours = open_store(folder.file("ours.db"));
  plain_sqlite theirs{folder.file("theirs.db")};
  version at = 0;
  std::vector<event_ptr> events;
  interleave(
      state, static_cast<double>(actors),
      [&] {
        for (const event_ptr& e : events)
          ours->append(e->actor_id, expected_version::exact(at - 1), {&e, 1}).value();
      },
      [&] {
        for (const event_ptr& e : events) theirs.append(*e);
      },
      [&] {
        ++at;
        events.clear();
        for (const std::string& actor : names()) events.push_back(built(actor, at));
      });
}

void read(benchmark::State& state) {
  const scratch folder;
  const auto ours = open_store(folder.file("ours.db"));
  plain_sqlite theirs{folder.file("theirs.db")};
  for (const std::string& actor : names())
    for (version v = 1; v <= versions; ++v) {
      ours->save_event(built(actor, v)).value();
      theirs.append(*built(actor, v));
    }
  std::size_t seen = 0;
  interleave(
      state, static_cast<double>(actors) * versions,
      [&] {
        for (const std::string& actor : names()) seen += ours->get_events(actor).value().size();
      },
      [&] {
        for (const std::string& actor : names()) seen += theirs.read(actor).size();
      });
  benchmark::DoNotOptimize(seen);
}

struct account {
  std::int64_t balance = 0;
  void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(account, balance)

/// Without a snapshot, whatever the store has.
struct replayed_account {
  account of{};
  void apply(const event& e) { of.apply(e); }
};

void snapshot_load(benchmark::State& state) {
  constexpr version last = 10'000;
  const scratch folder;
  std::unique_ptr<event_store> store;
  if (state.range(0) == 0)
    store = std::make_unique<memory_store>();
  else
    store = open_store(folder.file("events.db"));
  std::vector<event_ptr> events;
  for (version v = 1; v <= last; ++v) events.push_back(built("a", v));
  store->append("a", expected_version::no_stream(), events).value();
  account before;
  for (version v = 1; v < last; ++v) before.apply(*events[static_cast<std::size_t>(v - 1)]);
  store->save_snapshot({.actor_id = "a", .version = last - 1, .state = before}).value();
  bool equal = true;
  std::int64_t balance = 0;
  interleave(
      state, 1,
      [&] {
        const auto found = load<account>(*store, "a").value();
        equal = equal && found.snapshot == last - 1 && found.replayed == 1;
        balance = found.state.balance;
      },
      [&] {
        const auto found = load<replayed_account>(*store, "a").value();
        equal = equal && found.replayed == last && found.state.of.balance == before.balance + last;
      });
  if (!equal || balance != before.balance + last) state.SkipWithError("they differ");
}

}  // namespace

BENCHMARK(append)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(read)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(snapshot_load)->Arg(0)->Arg(1)->UseManualTime()->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
