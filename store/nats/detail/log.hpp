// Reads a subject of a stream: its last message, or all from somewhere on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/delivery.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace contend::nats {

/// Thread-safe.
class log {
 public:
  /// `direct`: any server may answer. Without it the stream's leader does, who is never behind.
  log(link& from, std::string stream, bool direct)
      : link_{from}, stream_{std::move(stream)}, direct_{direct} {}

  /// The last message of `subject`, or none (sequence 0).
  result<located_message> last(const std::string& subject);

  /// The first message of `subject` with a sequence above `after`, or none. From whichever server
  /// answers.
  result<located_message> next(const std::string& subject, std::uint64_t after);

  /// Told of each message in order; false ends the reading.
  using visitor = std::function<bool(std::uint64_t sequence, natsMsg* message)>;

  /// Messages of `subject` with sequences in (after, to], where `to` is that of one of them or 0
  /// for none. One request for any number of them. Errors: unavailable, also where the stream ends
  /// before `to`.
  result<void> read(const std::string& subject, std::uint64_t after, std::uint64_t to,
                    const visitor& visit);

 private:
  /// As far as one delivery goes; `at` is that of the last message then, or `to`.
  static natsStatus take(delivery& from, std::uint64_t& at, std::uint64_t to, const visitor& visit);
  result<located_message> direct(const std::string& subject, jsDirectGetMsgOptions what);

  link& link_;
  std::string stream_;
  bool direct_;
};

}  // namespace contend::nats
