#include <charconv>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/store/nats/detail/inbox.hpp>

namespace contend::nats {

namespace {

using clock = std::chrono::steady_clock;

const store_error lost{.code = store_errc::unanswered,
                       .detail = "the connection was lost before the answer came"};
const store_error late{.code = store_errc::unanswered, .detail = "no answer came in time"};
const store_error closed{.code = store_errc::unanswered,
                         .detail = "the store was closed before the answer came"};

}  // namespace

class inbox::table {
 public:
  table(std::string prefix, std::size_t most) : prefix_{std::move(prefix)}, most_{most} {}

  /// The reply subject; nothing where there is no room, and then `to` is left as it is.
  std::optional<std::pair<std::uint64_t, std::string>> enter(handler& to, clock::time_point until) {
    const std::lock_guard hold{lock_};
    if (waiting_.size() >= most_ || over_) return {};
    const std::uint64_t token = ++last_token_;
    waiting_.emplace(token, waiter{std::move(to), {}});
    deadlines_.emplace_back(until, token);
    if (deadlines_.size() == 1) changed_.notify_all();
    return std::pair{token, fmt::format("{}.{}", prefix_, token)};
  }

  /// Keeps what was sent until it is answered: nats.c wakes a thread of its own for a message that
  /// is destroyed, and for two at once only one time.
  void keep(std::uint64_t token, message_ptr sent) {
    const std::lock_guard hold{lock_};
    if (const auto found = waiting_.find(token); found != waiting_.end())
      found->second.sent = std::move(sent);
  }

  void answer(std::uint64_t token, result<message_ptr> what) {
    std::unique_lock hold{lock_};
    const auto found = waiting_.find(token);
    if (found == waiting_.end()) return;  // it came too late
    const waiter one = std::move(found->second);
    waiting_.erase(found);
    ++running_;
    hold.unlock();
    one.to(std::move(what));
    if (--running_ > 0 || !over_) return;
    hold.lock();
    changed_.notify_all();  // close() waits for it
  }

  void arrived(message_ptr message) {
    std::string_view subject = natsMsg_GetSubject(message.get());
    if (subject.size() <= prefix_.size()) return;
    subject.remove_prefix(prefix_.size() + 1);
    std::uint64_t token = 0;
    std::from_chars(subject.data(), subject.data() + subject.size(), token);
    if (natsMsg_IsNoResponders(message.get()))
      answer(token, status_error(NATS_NO_RESPONDERS, effect::possible, "appending"));
    else
      answer(token, std::move(message));
  }

  void fail_all(const store_error& why) {
    std::vector<std::uint64_t> tokens;
    {
      const std::lock_guard hold{lock_};
      for (const auto& [token, one] : waiting_) tokens.push_back(token);
    }
    for (const std::uint64_t token : tokens) answer(token, why);
  }

  void close() {
    {
      const std::lock_guard hold{lock_};
      over_ = true;
    }
    fail_all(closed);
    std::unique_lock hold{lock_};
    changed_.wait(hold, [&] { return running_ == 0; });
  }

  /// Waits for deadlines and tells those that have passed.
  void expire(const std::stop_token& stop) {
    std::unique_lock hold{lock_};
    while (!stop.stop_requested()) {
      while (!deadlines_.empty() && !waiting_.contains(deadlines_.front().second))
        deadlines_.pop_front();
      if (deadlines_.empty()) {
        changed_.wait(hold, stop, [&] { return !deadlines_.empty(); });
        continue;
      }
      const auto [until, token] = deadlines_.front();
      if (clock::now() < until) {
        changed_.wait_until(hold, stop, until, [] { return false; });
        continue;
      }
      hold.unlock();
      answer(token, late);
      hold.lock();
    }
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold{lock_};
    return waiting_.size();
  }
  [[nodiscard]] std::string pattern() const { return prefix_ + ".*"; }

 private:
  struct waiter {
    handler to;
    message_ptr sent;
  };
  const std::string prefix_;
  const std::size_t most_;
  mutable std::mutex lock_{};
  std::condition_variable_any changed_{};
  boost::unordered_flat_map<std::uint64_t, waiter> waiting_{};
  /// All wait equally long, so the first that began is the first to end.
  std::deque<std::pair<clock::time_point, std::uint64_t>> deadlines_{};
  std::uint64_t last_token_ = 0;
  std::atomic<std::size_t> running_{0};
  std::atomic<bool> over_{false};
};

result<std::unique_ptr<inbox>> inbox::open(link& to, std::size_t most) {
  natsInbox* prefix = nullptr;
  if (natsInbox_Create(&prefix) != NATS_OK) throw std::bad_alloc{};
  auto shared = std::make_shared<table>(prefix, most);
  natsInbox_Destroy(prefix);
  std::unique_ptr<inbox> made{new inbox{to, shared}};
  auto* const closure = new std::shared_ptr<table>{shared};
  natsSubscription* subscription = nullptr;
  const natsStatus status = natsConnection_Subscribe(
      &subscription, to.connection(), shared->pattern().c_str(),
      [](natsConnection*, natsSubscription*, natsMsg* message, void* c) {
        (*static_cast<std::shared_ptr<table>*>(c))->arrived(message_ptr{message});
      },
      closure);
  if (status != NATS_OK) {
    delete closure;
    return to.error(status, effect::none, "subscribing to answers");
  }
  made->subscription_.reset(subscription);
  natsSubscription_SetOnCompleteCB(
      subscription, [](void* c) { delete static_cast<std::shared_ptr<table>*>(c); }, closure);
  natsSubscription_SetPendingLimits(subscription, -1, -1);  // `most` limits them
  made->disconnects_ = to.on_disconnect([shared] { shared->fail_all(lost); });
  made->clock_ = std::jthread{[shared](const std::stop_token& stop) { shared->expire(stop); }};
  return made;
}

inbox::~inbox() {
  disconnects_.reset();
  link_.end(std::move(subscription_));
  clock_ = {};  // requests a stop and joins
  table_->close();
}

void inbox::send(const maker& make, handler to) {
  const auto until = clock::now() + std::chrono::duration_cast<clock::duration>(link_.timeout());
  const auto entered = table_->enter(to, until);
  if (!entered) {
    to(store_error{.code = store_errc::throttled,
                   .detail = "too many appends wait for their answers"});
    return;
  }
  const auto& [token, reply] = *entered;
  message_ptr message = make(reply.c_str());
  const natsStatus status = natsConnection_PublishMsg(link_.connection(), message.get());
  if (status != NATS_OK)
    table_->answer(token, link_.error(status, effect::possible, "appending"));
  else
    table_->keep(token, std::move(message));
}

std::size_t inbox::waiting() const { return table_->size(); }

}  // namespace contend::nats
