#include <fmt/format.h>

#include <contend/store/nats/detail/errors.hpp>

namespace contend::nats {

namespace {

store_errc meaning(natsStatus status, effect of_request) noexcept {
  const bool sent = of_request == effect::possible;
  switch (status) {
    case NATS_TIMEOUT:
    case NATS_CONNECTION_DISCONNECTED:
    case NATS_STALE_CONNECTION:
    case NATS_IO_ERROR:
      return sent ? store_errc::unanswered : store_errc::unavailable;
    case NATS_CONNECTION_CLOSED:
    case NATS_DRAINING:
      // Closed while the answer was waited for: it may have been sent.
      return sent ? store_errc::unanswered : store_errc::closed;
    case NATS_CONNECTION_AUTH_FAILED:
    case NATS_NOT_PERMITTED:
    case NATS_SSL_ERROR:
    case NATS_SECURE_CONNECTION_REQUIRED:
    case NATS_SECURE_CONNECTION_WANTED:
      return store_errc::permission_denied;
    case NATS_MAX_PAYLOAD:
      return store_errc::invalid_event;
    case NATS_INVALID_ARG:
    case NATS_INVALID_SUBJECT:
    case NATS_ADDRESS_MISSING:
      return store_errc::damaged;
    default:
      return store_errc::unavailable;  // no server, no responder, no room while reconnecting
  }
}

store_errc meaning(api_code code) noexcept {
  switch (code) {
    case api_code::message_too_large:
      return store_errc::invalid_event;
    case api_code::stream_not_found:
    case api_code::stream_is_another:
      return store_errc::damaged;
    case api_code::wrong_sequence_in_flight:
    case api_code::duplicate_in_process:
    case api_code::temporarily_unavailable:
      return store_errc::throttled;
    default:
      return store_errc::unavailable;  // refused: it did not happen
  }
}

}  // namespace

store_error status_error(natsStatus status, effect of_request, std::string_view doing) {
  natsStatus status_of_last = NATS_OK;
  const char* const last = nats_GetLastError(&status_of_last);
  // Of this thread: it may be of another call, as not all of them leave one.
  const bool has_more = last != nullptr && *last != '\0' && status_of_last == status;
  return {.code = meaning(status, of_request),
          .detail = has_more ? fmt::format("{}: {} ({})", doing, natsStatus_GetText(status), last)
                             : fmt::format("{}: {}", doing, natsStatus_GetText(status))};
}

store_error api_error(int code, std::string_view text, std::string_view doing) {
  return {.code = meaning(static_cast<api_code>(code)),
          .detail = fmt::format("{}: the server answered {} (error {})", doing, text, code)};
}

}  // namespace contend::nats
