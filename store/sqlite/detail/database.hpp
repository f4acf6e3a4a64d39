// SQLite's C interface with its lifetimes made sure of and its codes as errors of a store.
#pragma once

#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

#include <contend/store/error.hpp>

namespace contend::sqlite {

/// What `code` means for the caller. `sent` says that something was to be written: then an I/O
/// error leaves open whether it was.
[[nodiscard]] store_error error_of(int code, std::string_view detail, bool sent);

/// A prepared statement. Its parameters count from 1, its columns from 0.
class statement {
 public:
  statement() = default;
  explicit statement(sqlite3_stmt* owned) noexcept : held_{owned} {}

  /// The text must live until reset().
  statement& bind(int at, std::string_view text) noexcept;
  statement& bind(int at, std::int64_t number) noexcept;
  statement& bind_null(int at) noexcept;

  /// One step: SQLITE_ROW, SQLITE_DONE or an error.
  int step() noexcept { return sqlite3_step(held_.get()); }
  /// Ends the read or write that step() began, and lets go of what was bound.
  void reset() noexcept;

  /// Until the next step.
  [[nodiscard]] std::string_view text(int column) const noexcept;
  [[nodiscard]] std::int64_t number(int column) const noexcept {
    return sqlite3_column_int64(held_.get(), column);
  }
  [[nodiscard]] bool is_null(int column) const noexcept {
    return sqlite3_column_type(held_.get(), column) == SQLITE_NULL;
  }

 private:
  struct finalize {
    void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
  };
  std::unique_ptr<sqlite3_stmt, finalize> held_{};
};

/// Resets a statement at the end of its use.
class use {
 public:
  explicit use(statement& s) noexcept : used_{s} {}
  use(const use&) = delete;
  use& operator=(const use&) = delete;
  ~use() { used_.reset(); }
  statement* operator->() const noexcept { return &used_; }

 private:
  statement& used_;
};

/// A connection. Threading: one thread at a time.
class database {
 public:
  /// Creates the file where it is missing. Waits up to `busy_timeout` for other processes.
  static result<database> open(const std::string& path, duration busy_timeout);

  [[nodiscard]] result<statement> prepare(std::string_view sql);
  /// Runs statements without parameters; their rows are not looked at.
  result<void> run(const char* sql);
  /// The one value of the one row of `sql`.
  result<std::string> value(std::string_view sql);

  /// Rolls back, where there is something to roll back.
  void discard() noexcept;

  [[nodiscard]] store_error error(int code, bool sent = false) const;
  /// Rows changed by the latest statement.
  [[nodiscard]] int changes() const noexcept { return sqlite3_changes(held_.get()); }

 private:
  struct close {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, close> held_{};
};

/// A transaction: rolled back where it goes out of scope without commit(), however that comes, so
/// that no later write falls into it.
class transaction {
 public:
  /// `writes` waits for other writers, up to the busy timeout; `reads` sees one state of the file.
  enum class kind : std::uint8_t { writes, reads };
  explicit transaction(database& db, kind k = kind::writes)
      : db_{&db}, begun_{db.run(k == kind::writes ? "BEGIN IMMEDIATE" : "BEGIN")} {}
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() {
    // Fails where SQLite has rolled back already.
    if (begun_ && !over_) db_->discard();
  }

  /// Whether it could be begun.
  [[nodiscard]] const result<void>& begun() const noexcept { return begun_; }
  result<void> commit() {
    auto done = db_->run("COMMIT");
    over_ = done.has_value();
    return done;
  }

 private:
  database* db_;
  result<void> begun_;
  bool over_ = false;
};

}  // namespace contend::sqlite
