// A log as one node of a cluster gives it, read for a check or to be compared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <contend/store/nats/detail/fingerprint.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/log_check.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend::nats {

/// The digest over all up to the message at `sequence`.
struct checkpoint {
  std::uint64_t sequence = 0;
  fingerprint digest{};

  friend bool operator==(const checkpoint&, const checkpoint&) = default;
};

/// A connection to that node and no other. Where a cluster has no leader at the moment it waits for
/// one, up to four times the time of one call. Not thread-safe.
class node_log {
 public:
  /// `options` must outlive it. Errors: those of nats_connection::connect().
  static result<node_log> open(const nats_options& how, const std::string& url,
                               const verify_options& options);

  struct bounds_found {
    bool exists = false;      ///< The stream.
    std::uint64_t first = 0;  ///< Of the stream, whatever its subject.
    std::uint64_t last = 0;   ///< Of the last message that is looked at, 0 for none.
  };
  /// As the server sees them now.
  [[nodiscard]] result<bounds_found> bounds() { return bounds(options_->stream); }

  /// All that there are now; none where there is no stream for them.
  result<void> read_snapshots(log_check& to);
  /// Those up to sequence `last`, of which there is one or it is 0. `to`: null for the digest
  /// alone. Errors: unavailable, also where the connection moved to another node meanwhile.
  result<void> read_events(std::uint64_t last, log_check* to);

  /// False: options.stop ended a reading.
  [[nodiscard]] bool complete() const noexcept { return complete_; }
  [[nodiscard]] const node_report& report() const noexcept { return report_; }
  [[nodiscard]] const std::vector<checkpoint>& checkpoints() const noexcept { return checkpoints_; }
  /// The last sequence up to which both are known to be the same; 0 where not even the first
  /// checkpoint is.
  [[nodiscard]] static std::uint64_t same_until(const std::vector<checkpoint>& a,
                                                const std::vector<checkpoint>& b) noexcept;

 private:
  node_log(std::unique_ptr<link> l, const verify_options& options)
      : link_{std::move(l)}, options_{&options} {}
  [[nodiscard]] result<bounds_found> bounds(const std::string& stream);
  result<void> read(const std::string& stream, std::uint64_t last, const log::visitor& visit);
  [[nodiscard]] bool in_cluster() const noexcept { return !report_.server.cluster.empty(); }
  [[nodiscard]] std::string pattern(const std::string& stream) const;
  void add_to_digest(const walked_message& m, std::string_view id);
  [[nodiscard]] bool goes_on();

  std::unique_ptr<link> link_;
  const verify_options* options_;
  node_report report_{};
  fingerprinter digest_{};
  std::vector<checkpoint> checkpoints_{};
  std::uint64_t asked_ = 0;
  bool complete_ = true;
};

}  // namespace contend::nats
