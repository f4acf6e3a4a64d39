#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

namespace {

store_errc meaning(int code, bool sent) noexcept {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
      return store_errc::unavailable;  // SQLite has rolled it back
    case SQLITE_IOERR:
      return sent ? store_errc::unanswered : store_errc::unavailable;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return store_errc::permission_denied;
    default:
      return store_errc::damaged;
  }
}

}  // namespace

store_error error_of(int code, std::string_view detail, bool sent) {
  return {.code = meaning(code, sent),
          .detail = fmt::format("SQLite: {} ({})", detail, sqlite3_errstr(code))};
}

statement& statement::bind(int at, std::string_view text) noexcept {
  // A null pointer would bind NULL.
  const char* const from = text.data() != nullptr ? text.data() : "";
  sqlite3_bind_text64(held_.get(), at, from, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

statement& statement::bind(int at, std::int64_t number) noexcept {
  sqlite3_bind_int64(held_.get(), at, number);
  return *this;
}

statement& statement::bind_null(int at) noexcept {
  sqlite3_bind_null(held_.get(), at);
  return *this;
}

void statement::reset() noexcept {
  sqlite3_reset(held_.get());
  sqlite3_clear_bindings(held_.get());
}

std::string_view statement::text(int column) const noexcept {
  const void* const bytes = sqlite3_column_blob(held_.get(), column);
  const int size = sqlite3_column_bytes(held_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

result<database> database::open(const std::string& path, duration busy_timeout) {
  database opened;
  sqlite3* handle = nullptr;
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  opened.held_.reset(handle);
  if (code != SQLITE_OK) return error_of(code, fmt::format("cannot open \"{}\"", path), false);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(busy_timeout).count();
  sqlite3_busy_timeout(
      handle, static_cast<int>(std::min<std::int64_t>(ms, std::numeric_limits<int>::max())));
  return opened;
}

result<statement> database::prepare(std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(held_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) return error(code);
  return statement{made};
}

result<void> database::run(const char* sql) {
  const int code = sqlite3_exec(held_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, true);
  return {};
}

void database::discard() noexcept {
  sqlite3_exec(held_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

result<std::string> database::value(std::string_view sql) {
  auto asked = prepare(sql);
  if (!asked) return asked.error();
  const int code = asked->step();
  if (code != SQLITE_ROW) return error(code);
  return std::string{asked->text(0)};
}

store_error database::error(int code, bool sent) const {
  return error_of(code, sqlite3_errmsg(held_.get()), sent);
}

}  // namespace contend::sqlite
