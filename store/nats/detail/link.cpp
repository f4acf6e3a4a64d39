#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/nats_settings.hpp>
#include <contend/store/nats/detail/server_info.hpp>

namespace contend::nats {

struct link::told {
  /// More than that is not a mistake in the permissions of a subject or two.
  static constexpr std::size_t remembered_refusals = 64;

  std::mutex lock{};
  std::deque<std::string> refusals{};
  std::vector<std::weak_ptr<listener>> listeners{};
  std::atomic<std::uint64_t> reconnects{0};

  void refused(std::string text) {
    const std::lock_guard hold{lock};
    refusals.push_back(std::move(text));
    if (refusals.size() > remembered_refusals) refusals.pop_front();
  }

  void disconnected() {
    std::vector<std::shared_ptr<listener>> all;
    {
      const std::lock_guard hold{lock};
      std::erase_if(listeners, [](const auto& l) { return l.expired(); });
      for (const auto& l : listeners) all.push_back(l.lock());
    }
    for (const auto& l : all)
      if (l) (*l)();
  }
};

namespace {

/// Owned by nats.c from connecting until it says that the connection is closed.
template <class Told>
Told& told_of(void* closure) {
  return **static_cast<std::shared_ptr<Told>*>(closure);
}

}  // namespace

natsStatus link::set_callbacks(natsOptions* options, const std::shared_ptr<told>& to) {
  auto* const closure = new std::shared_ptr<told>{to};
  natsOptions_SetErrorHandler(
      options,
      [](natsConnection* from, natsSubscription*, natsStatus status, void* c) {
        const char* text = nullptr;
        if (status == NATS_NOT_PERMITTED && natsConnection_GetLastError(from, &text) != NATS_OK &&
            text != nullptr)
          told_of<told>(c).refused(text);
      },
      closure);
  natsOptions_SetDisconnectedCB(
      options, [](natsConnection*, void* c) { told_of<told>(c).disconnected(); }, closure);
  natsOptions_SetReconnectedCB(
      options, [](natsConnection*, void* c) { told_of<told>(c).reconnects += 1; }, closure);
  return natsOptions_SetClosedCB(
      options,
      [](natsConnection*, void* c) {
        told_of<told>(c).disconnected();
        delete static_cast<std::shared_ptr<told>*>(c);
      },
      closure);
}

result<std::unique_ptr<link>> link::open(const nats_options& options) {
  auto settings = make_settings(options);
  if (!settings) return settings.error();
  auto heard = std::make_shared<told>();
  std::unique_ptr<link> made{new link{heard, options.timeout}};
  set_callbacks(settings->get(), heard);
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
    const std::string quoted = fmt::format("\"{}\"", subject);
    const std::lock_guard hold{told_->lock};
    for (const std::string& refusal : told_->refusals)
      if (refusal.find(quoted) != std::string::npos)
        return {.code = store_errc::permission_denied,
                .detail = fmt::format("{}: {}", doing, refusal)};
  }
  return status_error(status, of_request, doing);
}

std::shared_ptr<link::listener> link::on_disconnect(listener call) {
  auto owner = std::make_shared<listener>(std::move(call));
  const std::lock_guard hold{told_->lock};
  told_->listeners.push_back(owner);
  return owner;
}

void link::end(subscription_ptr ended) {
  if (!ended) return;
  natsSubscription_Unsubscribe(ended.get());
  const std::lock_guard hold{ended_lock_};
  ended_.push_back(std::move(ended));
}

void link::end_consumer(subscription_ptr ended) {
  if (natsSubscription_Unsubscribe(ended.get()) == NATS_OK) return;  // the round trip was made
  const std::lock_guard hold{ended_lock_};
  ended_.push_back(std::move(ended));
}

natsStatus link::flush() {
  std::vector<subscription_ptr> before;
  {
    const std::lock_guard hold{ended_lock_};
    before.swap(ended_);
  }
  const natsStatus status = natsConnection_FlushTimeout(connection_.get(), timeout_ms());
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

std::uint64_t link::reconnects() const noexcept { return told_->reconnects; }

void link::close() noexcept { natsConnection_Close(connection_.get()); }

}  // namespace contend::nats
