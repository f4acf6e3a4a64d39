// The two streams of a store: created as they must be, or checked for what the store promises.
#pragma once

#include <cstdint>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/nats_options.hpp>
#include <contend/store/snapshot.hpp>

namespace contend::nats {

/// The first server on which a stream of several replicas keeps the version check.
inline constexpr nats_version first_safe_replication{2, 9, 21};

/// What the store needs to know of its events stream.
struct stream_facts {
  std::int64_t replicas = 1;
  /// Whether a read may be answered by whichever server gets it: with replicas that may be one that
  /// is behind.
  bool direct_reads = false;
};

/// Creates what is missing, checks what is there. Errors: damaged (another configuration, with each
/// difference in the detail, or a server that is not safe for what is asked), unavailable (none).
result<stream_facts> make_ready(link& to, const nats_stream_options& options);

/// What the server says of a stream; null where there is none of that name.
result<stream_info_ptr> find_stream(link& to, const std::string& name);

/// Refuses replicas on a server that does not keep the check. Errors: damaged.
result<void> check_replication(link& to, std::int64_t replicas);

enum class stream_kind : std::uint8_t { events, snapshots };

/// What differs between a stream and what the options and the store's promises want.
struct stream_difference {
  std::string text{};      ///< "the number of replicas is 1, and 3 is wanted"
  bool updatable = false;  ///< The promises hold either way.
};
[[nodiscard]] std::vector<stream_difference> differences(const jsStreamConfig& found,
                                                         const nats_stream_options& options,
                                                         stream_kind kind);

}  // namespace contend::nats
