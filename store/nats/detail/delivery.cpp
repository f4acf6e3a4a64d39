#include <algorithm>
#include <array>
#include <charconv>
#include <new>

#include <fmt/format.h>

#include <contend/store/nats/detail/delivery.hpp>

namespace contend::nats {

namespace {

using inbox_ptr = std::unique_ptr<natsInbox, destroyer<natsInbox_Destroy>>;

constexpr const char* stalled_header = "Nats-Consumer-Stalled";
constexpr const char* last_count_header = "Nats-Last-Consumer";

/// How often a server that sends nothing else says that it lives. With that it repeats a question
/// of flow control and tells how much it has sent, both of which may have been lost with a
/// connection: a few times within the timeout, then. It allows 100 ms at least.
std::int64_t heartbeat_for(std::int64_t timeout_ms) noexcept {
  using namespace std::chrono_literals;
  const std::chrono::milliseconds timeout{timeout_ms};
  return std::chrono::nanoseconds{std::clamp<std::chrono::milliseconds>(timeout / 4, 100ms, 5s)}
      .count();
}

std::uint64_t number(std::string_view text) noexcept {
  std::uint64_t read = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), read);
  return bad == std::errc{} && end == text.data() + text.size() ? read : 0;
}

}  // namespace

/// "$JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQUENCE.COUNT.…", nine tokens, or eleven and more with a
/// domain and an account before the stream. natsMsg_GetMetaData() reads it too, and copies every
/// name.
delivered_place place_of(std::string_view reply) noexcept {
  std::array<std::string_view, 9> tokens{};
  std::size_t count = 0;
  for (std::size_t from = 0; from <= reply.size(); ++count) {
    const std::size_t end = std::min(reply.find('.', from), reply.size());
    if (count < tokens.size()) tokens[count] = reply.substr(from, end - from);
    from = end + 1;
  }
  if (tokens[0] != "$JS" || tokens[1] != "ACK" || (count != 9 && count < 11)) return {};
  const std::size_t at = count == 9 ? 5 : 7;
  return {number(tokens[at]), number(tokens[at + 1])};
}

result<delivery> delivery::start(link& from, const std::string& stream, const std::string& subject,
                                 std::uint64_t after) {
  natsInbox* created = nullptr;
  if (natsInbox_Create(&created) != NATS_OK) throw std::bad_alloc{};
  const inbox_ptr inbox{created};
  natsSubscription* subscribed = nullptr;
  const natsStatus status =
      natsConnection_SubscribeSync(&subscribed, from.connection(), inbox.get());
  if (status != NATS_OK)
    return from.error(status, effect::none, fmt::format("subscribing to read {}", subject));
  delivery made{from, stream, subscription_ptr{subscribed}};
  natsSubscription_SetPendingLimits(subscribed, -1, -1);  // flow control limits them
  if (auto added = made.add_consumer(inbox.get(), subject, after); !added) return added.error();
  return made;
}

result<void> delivery::add_consumer(const char* inbox, const std::string& subject,
                                    std::uint64_t after) {
  jsConsumerConfig how;
  jsConsumerConfig_Init(&how);
  how.DeliverSubject = inbox;
  how.FilterSubject = subject.c_str();
  how.DeliverPolicy = js_DeliverByStartSequence;
  how.OptStartSeq = after + 1;
  how.AckPolicy = js_AckNone;
  how.MaxDeliver = 1;
  how.FlowControl = true;
  how.Heartbeat = heartbeat_for(link_->timeout_ms());
  how.MemoryStorage = true;
  how.Replicas = 1;
  jsConsumerInfo* added = nullptr;
  jsErrCode code{};
  const natsStatus status =
      js_AddConsumer(&added, link_->jetstream(), stream_.c_str(), &how, nullptr, &code);
  consumer_.reset(added);
  if (status == NATS_OK) return {};
  const std::string doing = fmt::format("reading {} after sequence {}", subject, after);
  return code != 0 ? api_error(code, natsStatus_GetText(status), doing)
                   : link_->error(status, effect::none, doing,
                                  fmt::format("$JS.API.CONSUMER.CREATE.{}", stream_));
}

delivery::~delivery() {
  if (!subscription_) return;  // moved from
  if (consumer_) {
    link_->end_consumer(std::move(subscription_), stream_, consumer_->Name);
  } else {
    link_->end(std::move(subscription_));
    static_cast<void>(link_->flush());
  }
}

natsStatus delivery::next(located_message& to) {
  using std::chrono::milliseconds;
  milliseconds left{link_->timeout_ms()};
  for (const clock::time_point until = clock::now() + left; left.count() > 0;
       left = std::chrono::ceil<milliseconds>(until - clock::now())) {
    natsMsg* arrived = nullptr;
    const natsStatus status = natsSubscription_NextMsg(&arrived, subscription_.get(), left.count());
    if (status != NATS_OK) return status;
    message_ptr message{arrived};
    const char* const reply = natsMsg_GetReply(arrived);
    const delivered_place place = place_of(reply == nullptr ? "" : reply);
    if (place.sequence != 0) {
      if (place.count != ++count_) return NATS_MISMATCH;
      to = {place.sequence, std::move(message)};
      return NATS_OK;
    }
    if (const natsStatus heard = hear(arrived); heard != NATS_OK) return heard;
  }
  return NATS_TIMEOUT;
}

natsStatus delivery::hear(natsMsg* control) {
  const char* sent = nullptr;
  if (natsMsgHeader_Get(control, last_count_header, &sent) == NATS_OK && number(sent) > count_)
    return NATS_MISMATCH;
  const char* question = natsMsg_GetReply(control);
  if (question == nullptr && natsMsgHeader_Get(control, stalled_header, &question) != NATS_OK)
    return NATS_OK;
  // While the connection is down nothing can be sent; the server asks again.
  natsConnection_Publish(link_->connection(), question, nullptr, 0);
  return NATS_OK;
}

}  // namespace contend::nats
