// A file of SQLite for a test, in a folder of its own that goes with it, and the ways to damage it.
#pragma once

#include <conformance/stores.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <vector>

#include <contend/store/sqlite/sqlite_store.hpp>

namespace contend::test {

class sqlite_file {
 public:
  sqlite_file() {
    std::string form = (std::filesystem::temp_directory_path() / "contend-XXXXXX").string();
    if (::mkdtemp(form.data()) == nullptr) std::abort();
    folder_ = form;
  }
  sqlite_file(const sqlite_file&) = delete;
  sqlite_file& operator=(const sqlite_file&) = delete;
  ~sqlite_file() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] std::string path() const { return folder_ / "events.db"; }

  /// Without waiting for the disk: these tests cut no power.
  [[nodiscard]] std::unique_ptr<sqlite_store> open(const std::string& name_space = "test") const {
    return sqlite_store::open(path(),
                              {.name_space = name_space, .synchronous = sqlite_synchronous::normal})
        .value();
  }

  /// Runs one statement with these texts for its parameters, past the store. SQLite's code.
  int run(const std::string& sql, const std::vector<std::string>& texts = {}) const {
    sqlite3* db = nullptr;
    sqlite3_stmt* made = nullptr;
    int code = sqlite3_open(path().c_str(), &db);
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, sql.c_str(), -1, &made, nullptr);
    for (std::size_t i = 0; code == SQLITE_OK && i < texts.size(); ++i)
      sqlite3_bind_text(made, static_cast<int>(i) + 1, texts[i].data(),
                        static_cast<int>(texts[i].size()), SQLITE_TRANSIENT);
    if (code == SQLITE_OK) code = sqlite3_step(made);
    sqlite3_finalize(made);
    sqlite3_close(db);
    return code;
  }

 private:
  std::filesystem::path folder_{};
};

struct sqlite_home final : store_home {
  sqlite_file file{};

  std::unique_ptr<event_store> open(const std::string& name_space) override {
    return file.open(name_space);
  }
  void plant_event(event_store&, const std::string& name_space, const std::string& actor,
                   version at, const std::string& bytes) override {
    file.run(
        "INSERT INTO events (namespace, actor, version, id, type, timestamp, data) VALUES "
        "(?1, ?2, " +
            std::to_string(at) + ", 'planted', 'Planted', 0, ?3)",
        {name_space, actor, bytes});
  }
  void plant_snapshot(event_store&, const std::string& name_space, const std::string& actor,
                      version at, const std::string& bytes) override {
    file.run(
        "INSERT INTO snapshots (namespace, actor, version, timestamp, state) VALUES (?1, ?2, " +
            std::to_string(at) + ", 0, ?3)",
        {name_space, actor, bytes});
  }
};

}  // namespace contend::test
