// Events in one file of SQLite: durable without a server, for one machine.
//
//   auto store = sqlite_store::open("events.db").value();
//   store->save_event(event_builder{"Opened"}.id("e-1").of("account-1", 1));
//
// Any number of threads and processes may use one file; writers take turns. The version check and
// the insertion are one statement, and (namespace, actor, version) is unique, so that two can never
// both win. The file is in WAL mode: readers and the writer do not wait for each other, and beside
// events.db there are events.db-wal and events.db-shm, which belong to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <contend/store/event_store.hpp>

namespace contend {

/// What an acknowledged append survives. Either way a crash or kill of the process loses nothing,
/// and no crash of any kind leaves half an append or a file that cannot be read.
enum class sqlite_synchronous : std::uint8_t {
  full,    ///< A power failure, too: the disk is waited for on each append.
  normal,  ///< All but a power failure, which may take the last appends; many times faster.
};

struct sqlite_options {
  /// Stores of different namespaces in one file never see each other's actors. UTF-8.
  std::string name_space = "default";
  sqlite_synchronous synchronous = sqlite_synchronous::full;
  /// The longest wait for other writers to the file; then a call fails as unavailable.
  duration busy_timeout = std::chrono::seconds{5};
};

/// Errors beside the port's: unavailable (busy for too long, disk full: nothing was stored),
/// unanswered (an I/O error while writing), permission_denied, damaged.
///
/// Reads of one object take turns on one connection and its appends on another, each for the time
/// of a call. In the database a malformed event's sequence is its place in the actor's stream, and
/// its bytes are the column that cannot be read.
class sqlite_store final : public event_store {
 public:
  /// Opens `path`, and creates it where it is missing. Errors: as above; damaged for a file that is
  /// something else's or of a later version.
  static result<std::unique_ptr<sqlite_store>> open(const std::string& path,
                                                    sqlite_options options = {});
  ~sqlite_store() override;

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override;
  [[nodiscard]] result<replay> get_events_with_errors(std::string_view actor,
                                                      event_range range = {}) override;
  [[nodiscard]] result<version> get_latest_version(std::string_view actor) override;
  result<void> save_snapshot(snapshot s) override;
  [[nodiscard]] result<found_snapshot> get_latest_snapshot(std::string_view actor,
                                                           version at_most = max_version) override;

 private:
  struct writer;
  struct reader;
  sqlite_store(std::unique_ptr<writer> w, std::unique_ptr<reader> r);

  std::unique_ptr<writer> writer_;
  std::unique_ptr<reader> reader_;
};

}  // namespace contend
