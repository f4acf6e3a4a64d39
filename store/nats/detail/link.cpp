#include <algorithm>
#include <new>

#include <fmt/format.h>

#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/nats_settings.hpp>
#include <contend/store/nats/detail/server_info.hpp>

namespace contend::nats {

result<std::unique_ptr<link>> link::open(const nats_options& options) {
  auto settings = make_settings(options);
  if (!settings) return settings.error();
  auto heard = callbacks::make();
  std::unique_ptr<link> made{new link{heard, options.timeout}};
  heard->install(settings->get());
  natsConnection* connection = nullptr;
  const natsStatus status = natsConnection_Connect(&connection, settings->get());
  if (status != NATS_OK)
    return status_error(status, effect::none,
                        fmt::format("connecting to {}", shown_urls(options.urls)));
  made->connection_.reset(connection);
  jsOptions api;
  jsOptions_Init(&api);
  api.Wait = made->timeout_ms();
  jsCtx* context = nullptr;
  if (const natsStatus js = natsConnection_JetStream(&context, connection, &api); js != NATS_OK)
    return status_error(js, effect::none, "using JetStream");
  made->jetstream_.reset(context);
  return made;
}

link::~link() {
  // Its threads have ended then, and with them every reader of what is destroyed next.
  natsConnection_Close(connection_.get());
}

std::int64_t link::timeout_ms() const noexcept {
  using std::chrono::milliseconds;
  return std::max<std::int64_t>(1, std::chrono::ceil<milliseconds>(timeout_).count());
}

result<message_ptr> link::request(natsMsg* message, effect of_request, std::string_view doing) {
  natsMsg* answer = nullptr;
  const natsStatus status =
      natsConnection_RequestMsg(&answer, connection_.get(), message, timeout_ms());
  if (status != NATS_OK) return error(status, of_request, doing, natsMsg_GetSubject(message));
  return message_ptr{answer};
}

store_error link::error(natsStatus status, effect of_request, std::string_view doing,
                        std::string_view subject) const {
  if (status == NATS_TIMEOUT && !subject.empty()) {
    if (const auto refusal = told_->refusal_of(subject))
      return {.code = store_errc::permission_denied,
              .detail = fmt::format("{}: {}", doing, *refusal)};
  }
  return status_error(status, of_request, doing);
}

void link::end(subscription_ptr ended) {
  if (!ended) return;
  natsSubscription_Unsubscribe(ended.get());
  const std::lock_guard hold{ended_lock_};
  ended_.push_back(std::move(ended));
}

void link::end_consumer(subscription_ptr ended, const std::string& stream, const char* consumer) {
  end(std::move(ended));
  static_cast<void>(round_trip([&] {
    return js_DeleteConsumer(jetstream_.get(), stream.c_str(), consumer, nullptr, nullptr);
  }));
}

natsStatus link::flush() {
  return round_trip([&] { return natsConnection_FlushTimeout(connection_.get(), timeout_ms()); });
}

natsStatus link::round_trip(const std::function<natsStatus()>& made) {
  std::vector<subscription_ptr> before;
  {
    const std::lock_guard hold{ended_lock_};
    before.swap(ended_);
  }
  const natsStatus status = made();
  if (status == NATS_OK) return status;
  const std::lock_guard hold{ended_lock_};
  for (subscription_ptr& s : before) ended_.push_back(std::move(s));
  return status;
}

result<nats_server_facts> link::server() {
  const std::lock_guard hold{server_lock_};
  const std::uint64_t now = reconnects();
  if (server_ && server_asked_at_ == now) return *server_;
  std::array<char, 512> url{};
  const natsStatus status =
      natsConnection_GetConnectedUrl(connection_.get(), url.data(), url.size());
  if (status != NATS_OK) return status_error(status, effect::none, "asking for the server's URL");
  auto facts = ask_server(url.data(), timeout_);
  if (!facts) return facts;
  server_ = *facts;
  server_asked_at_ = now;
  return facts;
}

/// From nats.c's own count, which is there before anything is sent on a new connection; its
/// callback comes some time later, and until then old facts of a server would be held for the new
/// one's.
std::uint64_t link::reconnects() const {
  natsStatistics* made = nullptr;
  if (natsStatistics_Create(&made) != NATS_OK) throw std::bad_alloc{};
  const statistics_ptr owner{made};
  std::uint64_t count = 0;
  natsConnection_GetStats(connection_.get(), made);
  natsStatistics_GetCounts(made, nullptr, nullptr, nullptr, nullptr, &count);
  return count;
}

void link::close() noexcept { natsConnection_Close(connection_.get()); }

}  // namespace contend::nats
