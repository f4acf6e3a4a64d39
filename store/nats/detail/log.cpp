#include <fmt/format.h>

#include <contend/store/nats/detail/log.hpp>

namespace contend::nats {

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
  // The last one of a subject is asked for by a subject that ends with it.
  const std::string asked = what.LastBySubject == nullptr
                                ? fmt::format("$JS.API.DIRECT.GET.{}", stream_)
                                : fmt::format("$JS.API.DIRECT.GET.{}.{}", stream_, subject);
  return link_.error(status, effect::none, fmt::format("reading a message of {}", subject), asked);
}

result<void> log::read(const std::string& subject, std::uint64_t after, std::uint64_t to,
                       const visitor& visit) {
  for (std::uint64_t at = after; at < to;) {
    const std::uint64_t before = at;
    auto from = delivery::start(link_, stream_, subject, at);
    if (!from) return from.error();
    const natsStatus status = take(*from, at, to, visit);
    if (status != NATS_OK && (status != NATS_MISMATCH || at == before))
      return link_.error(status, effect::none,
                         fmt::format("reading {} after sequence {}", subject, at));
  }
  return {};
}

natsStatus log::take(delivery& from, std::uint64_t& at, std::uint64_t to, const visitor& visit) {
  while (at < to) {
    located_message next;
    if (const natsStatus status = from.next(next); status != NATS_OK) return status;
    const bool more = next.sequence <= to && visit(next.sequence, next.message.get());
    at = more ? next.sequence : to;
  }
  return NATS_OK;
}

}  // namespace contend::nats
