// What nats.c and the server answer, as errors of a store.
#pragma once

#include <cstdint>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/handles.hpp>

namespace contend::nats {

/// Error codes of JetStream that nats.c has no name for, or only since later.
enum class api_code : int {
  stream_not_found = 10059,
  stream_is_another = 10060,
  message_not_found = 10037,
  cluster_unavailable = 10008,
  no_responders = 10076,
  full = 10077,
  message_too_large = 10054,
  wrong_sequence = 10071,
  duplicate_in_process = 10158,
  temporarily_unavailable = 10163,
  wrong_sequence_in_flight = 10164,  ///< Another one for the subject is being decided on.
};

/// Whether what was asked for could have changed something.
enum class effect : std::uint8_t { none, possible };

/// nats.c could not bring an answer. With a possible effect a request that was sent is unanswered.
[[nodiscard]] store_error status_error(natsStatus status, effect of_request,
                                       std::string_view doing);

/// The server refused: `code` is JetStream's.
[[nodiscard]] store_error api_error(int code, std::string_view text, std::string_view doing);

}  // namespace contend::nats
