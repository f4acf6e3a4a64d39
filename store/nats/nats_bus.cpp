#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include <fmt/format.h>

#include <contend/store/detail/check_publish.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/bus_subjects.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/nats_bus.hpp>

namespace contend {

namespace {

constexpr const char* from_header = "Contend-From";
constexpr std::size_t longest_subject = 3'500;  // a server's line is 4,096, with other things on it

/// A name that no other bus has.
std::string unique_name() {
  natsInbox* made = nullptr;
  if (natsInbox_Create(&made) != NATS_OK) throw std::bad_alloc{};
  std::string name{made};
  natsInbox_Destroy(made);
  return name;
}

/// Those here who subscribed to one pattern, and what arrives for them. Thread-safe; nats.c's
/// thread keeps it until that has delivered its last message.
class listeners {
 public:
  listeners(std::string prefix, std::string own_name)
      : prefix_{std::move(prefix)}, own_name_{std::move(own_name)} {}

  void add(std::shared_ptr<detail::channel> c) {
    const std::lock_guard hold{lock_};
    all_.push_back(std::move(c));
  }
  /// Whether it was the last.
  bool remove(const detail::channel& gone) {
    const std::lock_guard hold{lock_};
    std::erase_if(all_, [&](const auto& c) { return c.get() == &gone; });
    return all_.empty();
  }
  void close() noexcept {
    const std::lock_guard hold{lock_};
    for (const auto& c : all_) c->close();
    all_.clear();
  }
  void put(std::string_view name_space, const event_ptr& e) {
    const std::lock_guard hold{lock_};
    for (const auto& c : all_)
      if (c->wants(*e)) c->put(name_space, e);
  }
  void arrived(natsMsg* message) {
    const char* from = nullptr;
    if (natsMsgHeader_Get(message, from_header, &from) == NATS_OK && from == own_name_) return;
    const auto name_space = nats::bus_namespace(prefix_, natsMsg_GetSubject(message));
    auto read = event_from_json(
        {natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message))});
    if (name_space && read)
      put(*name_space, make_event(*std::move(read)));
    else
      malformed_ += 1;
  }
  [[nodiscard]] std::uint64_t malformed() const noexcept { return malformed_; }

 private:
  const std::string prefix_;
  const std::string own_name_;
  std::mutex lock_{};
  std::vector<std::shared_ptr<detail::channel>> all_{};
  std::atomic<std::uint64_t> malformed_{0};
};

using listeners_ptr = std::shared_ptr<listeners>;

/// Subscribes; `to` lives until nats.c has delivered its last message.
result<nats::subscription_ptr> listen(nats::link& link, const std::string& subject,
                                      const listeners_ptr& to) {
  const std::string doing = fmt::format("subscribing to {}", subject);
  auto* const closure = new listeners_ptr{to};
  natsSubscription* made = nullptr;
  natsStatus status = natsConnection_Subscribe(
      &made, link.connection(), subject.c_str(),
      [](natsConnection*, natsSubscription*, natsMsg* message, void* c) {
        const nats::message_ptr owner{message};
        (*static_cast<listeners_ptr*>(c))->arrived(message);
      },
      closure);
  if (status != NATS_OK) {
    delete closure;
    return nats::status_error(status, nats::effect::none, doing);
  }
  nats::subscription_ptr owner{made};
  natsSubscription_SetOnCompleteCB(
      made, [](void* c) { delete static_cast<listeners_ptr*>(c); }, closure);
  status = link.flush();
  if (status == NATS_OK) return owner;
  link.end(std::move(owner));
  return nats::status_error(status, nats::effect::none, doing);
}

}  // namespace

class nats_bus::remote : public std::enable_shared_from_this<nats_bus::remote> {
 public:
  remote(std::shared_ptr<nats_connection> c, std::string prefix)
      : connection_{std::move(c)}, prefix_{std::move(prefix)} {}

  result<void> publish(std::string_view name_space, const event_ptr& e);
  result<subscription> subscribe(namespace_pattern pattern, subscription_options options);
  void leave(const detail::channel& gone);
  void stop() noexcept;
  [[nodiscard]] std::size_t patterns() const {
    const std::shared_lock hold{lock_};
    return patterns_.size();
  }
  [[nodiscard]] std::uint64_t malformed() const noexcept;
  [[nodiscard]] std::uint64_t lost() const;

 private:
  struct entry {
    namespace_pattern pattern;
    listeners_ptr here;
    nats::subscription_ptr there;
  };
  result<void> send(std::string_view name_space, const event& e);
  /// Listens to what `made` wants, with those who do so already or as the first.
  result<void> enter(const namespace_pattern& pattern, const std::string& subject,
                     const std::shared_ptr<detail::channel>& made);
  /// Unsubscribes at the server; keeps the counts.
  void end(entry& ended);

  const std::shared_ptr<nats_connection> connection_;
  const std::string prefix_;
  const std::string name_ = unique_name();
  mutable std::shared_mutex lock_{};
  std::map<std::string, entry, std::less<>> patterns_{};
  std::uint64_t malformed_before_ = 0;
  std::uint64_t lost_before_ = 0;
  bool stopped_ = false;
};

result<void> nats_bus::remote::publish(std::string_view name_space, const event_ptr& e) {
  {
    const std::shared_lock hold{lock_};
    if (stopped_) return detail::bus_closed();
    for (const auto& [text, one] : patterns_)
      if (one.pattern.matches(name_space)) one.here->put(name_space, e);
  }
  return send(name_space, *e);
}

result<void> nats_bus::remote::send(std::string_view name_space, const event& e) {
  const std::string subject = nats::bus_subject(prefix_, name_space);
  if (subject.size() > longest_subject)
    return detail::refused_by_bus(fmt::format(
        "the namespace has {} bytes, too many for a subject of NATS", name_space.size()));
  const auto text = to_json_text(e);
  if (!text) return text.error();
  natsMsg* made = nullptr;
  if (natsMsg_Create(&made, subject.c_str(), nullptr, text->data(),
                     static_cast<int>(text->size())) != NATS_OK)
    throw std::bad_alloc{};
  const nats::message_ptr message{made};
  if (natsMsgHeader_Set(made, from_header, name_.c_str()) != NATS_OK) throw std::bad_alloc{};
  const natsStatus status = natsConnection_PublishMsg(connection_->link().connection(), made);
  if (status == NATS_OK) return {};
  return nats::status_error(status, nats::effect::none, "publishing on the bus");
}

result<subscription> nats_bus::remote::subscribe(namespace_pattern pattern,
                                                 subscription_options options) {
  const std::string subject = nats::bus_subject(prefix_, pattern.text());
  if (subject.size() > longest_subject)
    return detail::refused_by_bus("the pattern is too long for a subject of NATS");
  auto made = std::make_shared<detail::channel>(pattern, std::move(options));
  if (const auto in = enter(pattern, subject, made); !in) return in.error();
  return subscription{std::move(made), [home = shared_from_this()](const detail::channel& gone) {
                        home->leave(gone);
                      }};
}

result<void> nats_bus::remote::enter(const namespace_pattern& pattern, const std::string& subject,
                                     const std::shared_ptr<detail::channel>& made) {
  const auto here = std::make_shared<listeners>(prefix_, name_);
  nats::subscription_ptr there{};
  bool listens = false;
  for (;;) {
    {
      const std::lock_guard hold{lock_};
      auto found = patterns_.find(pattern.text());
      if (found == patterns_.end() && there && !stopped_)
        found = patterns_.emplace(pattern.text(), entry{pattern, here, std::move(there)}).first;
      listens = found != patterns_.end();
      if (listens) found->second.here->add(made);
      if (listens || stopped_) break;
    }
    // A round trip, which nobody else here is to wait for: without the lock.
    auto asked = listen(connection_->link(), subject, here);
    if (!asked) return asked.error();
    there = *std::move(asked);
  }
  connection_->link().end(std::move(there));  // meanwhile it was stopped, or another was first
  if (!listens) return detail::bus_closed();
  return {};
}

void nats_bus::remote::leave(const detail::channel& gone) {
  const std::lock_guard hold{lock_};
  const auto found = patterns_.find(gone.pattern().text());
  if (found == patterns_.end() || !found->second.here->remove(gone)) return;
  end(found->second);
  patterns_.erase(found);
}

void nats_bus::remote::end(entry& ended) {
  std::int64_t dropped = 0;
  natsSubscription_GetDropped(ended.there.get(), &dropped);
  lost_before_ += static_cast<std::uint64_t>(dropped);
  malformed_before_ += ended.here->malformed();
  connection_->link().end(std::move(ended.there));
}

void nats_bus::remote::stop() noexcept {
  const std::lock_guard hold{lock_};
  stopped_ = true;
  for (auto& [text, e] : patterns_) {
    e.here->close();
    end(e);
  }
  patterns_.clear();
}

std::uint64_t nats_bus::remote::malformed() const noexcept {
  const std::shared_lock hold{lock_};
  std::uint64_t all = malformed_before_;
  for (const auto& [text, e] : patterns_) all += e.here->malformed();
  return all;
}

std::uint64_t nats_bus::remote::lost() const {
  const std::shared_lock hold{lock_};
  std::uint64_t all = lost_before_;
  for (const auto& [text, e] : patterns_) {
    std::int64_t dropped = 0;
    natsSubscription_GetDropped(e.there.get(), &dropped);
    all += static_cast<std::uint64_t>(dropped);
  }
  return all;
}

nats_bus::nats_bus(std::shared_ptr<remote> r) : remote_{std::move(r)} {}

nats_bus::~nats_bus() { nats_bus::stop(); }

result<std::unique_ptr<nats_bus>> nats_bus::open(std::shared_ptr<nats_connection> connection,
                                                 const nats_bus_options& options) {
  constexpr const char* allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const bool plain = options.prefix.find_first_not_of(allowed) == std::string::npos;
  if (options.prefix.empty() || options.prefix.size() > 64 || !plain)
    return store_error{
        .code = store_errc::damaged,
        .detail = fmt::format("the prefix \"{}\" must be 1 to 64 letters, digits, - and _",
                              options.prefix)};
  return std::unique_ptr<nats_bus>{
      new nats_bus{std::make_shared<remote>(std::move(connection), options.prefix)}};
}

result<void> nats_bus::publish(std::string_view name_space, event_ptr e) {
  if (auto wrong = detail::check_publish(name_space, e)) return *std::move(wrong);
  return remote_->publish(name_space, e);
}

result<subscription> nats_bus::subscribe(std::string_view pattern, subscription_options options) {
  auto parsed = namespace_pattern::parse(pattern);
  if (!parsed) return std::move(parsed).error();
  return remote_->subscribe(*std::move(parsed), std::move(options));
}

bool nats_bus::is_heard(std::string_view, std::string_view) { return true; }

void nats_bus::stop() noexcept { remote_->stop(); }

std::size_t nats_bus::patterns() const { return remote_->patterns(); }
std::uint64_t nats_bus::malformed() const noexcept { return remote_->malformed(); }
std::uint64_t nats_bus::arrivals_lost() const { return remote_->lost(); }

}  // namespace contend
