#include <array>
#include <charconv>

#include <fmt/format.h>

#include <contend/store/nats/detail/log.hpp>

namespace contend::nats {

/// "$JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQUENCE.…", nine tokens, or eleven and more with a domain
/// and an account before the stream. natsMsg_GetMetaData() reads it too, and copies every name.
std::uint64_t delivered_sequence(std::string_view reply) noexcept {
  std::array<std::string_view, 8> tokens{};
  std::size_t count = 0;
  for (std::size_t from = 0; from <= reply.size(); ++count) {
    const std::size_t end = std::min(reply.find('.', from), reply.size());
    if (count < tokens.size()) tokens[count] = reply.substr(from, end - from);
    from = end + 1;
  }
  if (tokens[0] != "$JS" || tokens[1] != "ACK" || (count != 9 && count < 11)) return 0;
  const std::string_view text = tokens[count == 9 ? 5 : 7];
  std::uint64_t sequence = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  return bad == std::errc{} && end == text.data() + text.size() ? sequence : 0;
}

result<located_message> log::last(const std::string& subject) {
  if (direct_) return direct(subject, {0, nullptr, subject.c_str()});
  natsMsg* found = nullptr;
  jsErrCode code{};
  const natsStatus status =
      js_GetLastMsg(&found, link_.jetstream(), stream_.c_str(), subject.c_str(), nullptr, &code);
  message_ptr owner{found};
  if (status == NATS_OK) return located_message{natsMsg_GetSequence(found), std::move(owner)};
  if (status == NATS_NOT_FOUND || int{code} == static_cast<int>(api_code::message_not_found))
    return located_message{};
  const std::string doing = fmt::format("reading the last message of {}", subject);
  if (code != 0) return api_error(code, natsStatus_GetText(status), doing);
  return link_.error(status, effect::none, doing,
                     fmt::format("$JS.API.STREAM.MSG.GET.{}", stream_));
}

result<located_message> log::next(const std::string& subject, std::uint64_t after) {
  return direct(subject, {after + 1, subject.c_str(), nullptr});
}

result<located_message> log::direct(const std::string& subject, jsDirectGetMsgOptions what) {
  natsMsg* found = nullptr;
  const natsStatus status =
      js_DirectGetMsg(&found, link_.jetstream(), stream_.c_str(), nullptr, &what);
  message_ptr owner{found};
  if (status == NATS_OK) return located_message{natsMsg_GetSequence(found), std::move(owner)};
  if (status == NATS_NOT_FOUND) return located_message{};
  return link_.error(status, effect::none, fmt::format("reading a message of {}", subject),
                     fmt::format("$JS.API.DIRECT.GET.{}", stream_));
}

result<void> log::read(const std::string& subject, std::uint64_t after, std::uint64_t to,
                       const visitor& visit) {
  if (to <= after) return {};
  const std::string doing = fmt::format("reading {} after sequence {}", subject, after);
  jsSubOptions how;
  jsSubOptions_Init(&how);
  how.Stream = stream_.c_str();
  how.Ordered = true;
  how.Config.DeliverPolicy = js_DeliverByStartSequence;
  how.Config.OptStartSeq = after + 1;
  how.Config.MemoryStorage = true;
  how.Config.Replicas = 1;
  natsSubscription* made = nullptr;
  jsErrCode code{};
  natsStatus status =
      js_SubscribeSync(&made, link_.jetstream(), subject.c_str(), nullptr, &how, &code);
  if (status != NATS_OK)
    return code != 0 ? api_error(code, natsStatus_GetText(status), doing)
                     : link_.error(status, effect::none, doing,
                                   fmt::format("$JS.API.CONSUMER.CREATE.{}", stream_));
  natsSubscription_SetPendingLimits(made, -1, -1);
  status = take(made, after, to, visit);
  link_.end_consumer(subscription_ptr{made});
  if (status != NATS_OK) return link_.error(status, effect::none, doing);
  return {};
}

natsStatus log::take(natsSubscription* from, std::uint64_t after, std::uint64_t to,
                     const visitor& visit) {
  for (std::uint64_t at = after; at < to;) {
    natsMsg* next = nullptr;
    const natsStatus status = natsSubscription_NextMsg(&next, from, link_.timeout_ms());
    if (status != NATS_OK) return status;
    const message_ptr owner{next};
    const char* const reply = natsMsg_GetReply(next);
    at = delivered_sequence(reply == nullptr ? "" : reply);
    if (at == 0) return NATS_PROTOCOL_ERROR;
    if (at > to || !visit(at, next)) break;
  }
  return NATS_OK;
}

}  // namespace contend::nats
