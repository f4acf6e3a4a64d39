#include <atomic>
#include <map>

#include <fmt/format.h>

#include <contend/store/nats/detail/callbacks.hpp>

namespace contend::nats {

namespace {

/// More than that is not a mistake in the permissions of a subject or two.
constexpr std::size_t remembered_refusals = 64;

struct everyone {
  std::mutex lock{};
  std::map<std::uintptr_t, std::weak_ptr<callbacks>> by_number{};
};

/// Never destroyed: nats.c's threads may outlive what is static here.
everyone& all() {
  static everyone& them = *new everyone;
  return them;
}

/// "… to "SUBJECT"…", of which nats.c keeps the first 255 bytes: a long subject has no end.
bool is_of(std::string_view refusal, std::string_view subject) noexcept {
  const std::size_t quote = refusal.find('"');
  if (quote == std::string_view::npos) return false;
  refusal.remove_prefix(quote + 1);
  const std::size_t end = refusal.find('"');
  if (end != std::string_view::npos) return refusal.substr(0, end) == subject;
  return subject.starts_with(refusal);
}

}  // namespace

std::shared_ptr<callbacks> callbacks::make() {
  static std::atomic<std::uintptr_t> last{0};
  const std::shared_ptr<callbacks> made{new callbacks{++last}};
  const std::lock_guard hold{all().lock};
  all().by_number.emplace(made->number_, made);
  return made;
}

callbacks::~callbacks() {
  const std::lock_guard hold{all().lock};
  all().by_number.erase(number_);
}

std::shared_ptr<callbacks> callbacks::of(void* number) {
  const std::lock_guard hold{all().lock};
  const auto found = all().by_number.find(reinterpret_cast<std::uintptr_t>(number));
  return found == all().by_number.end() ? nullptr : found->second.lock();
}

natsStatus callbacks::install(natsOptions* options) const {
  void* const number = reinterpret_cast<void*>(number_);
  natsOptions_SetErrorHandler(
      options,
      [](natsConnection* from, natsSubscription*, natsStatus status, void* n) {
        const char* text = nullptr;
        if (status != NATS_NOT_PERMITTED) return;
        if (natsConnection_GetLastError(from, &text) == NATS_OK || text == nullptr) return;
        if (const auto told = of(n)) told->refused(text);
      },
      number);
  const auto lost = [](natsConnection*, void* n) {
    if (const auto told = of(n)) told->disconnected();
  };
  natsOptions_SetDisconnectedCB(options, lost, number);
  return natsOptions_SetClosedCB(options, lost, number);
}

std::shared_ptr<callbacks::listener> callbacks::on_disconnect(listener call) {
  auto owner = std::make_shared<listener>(std::move(call));
  const std::lock_guard hold{lock_};
  listeners_.push_back(owner);
  return owner;
}

std::optional<std::string> callbacks::refusal_of(std::string_view subject) const {
  const std::lock_guard hold{lock_};
  for (const std::string& refusal : refusals_)
    if (is_of(refusal, subject)) return refusal;
  return {};
}

void callbacks::refused(std::string text) {
  const std::lock_guard hold{lock_};
  refusals_.push_back(std::move(text));
  if (refusals_.size() > remembered_refusals) refusals_.pop_front();
}

void callbacks::disconnected() {
  std::vector<std::shared_ptr<listener>> called;
  {
    const std::lock_guard hold{lock_};
    std::erase_if(listeners_, [](const auto& l) { return l.expired(); });
    for (const auto& l : listeners_) called.push_back(l.lock());
  }
  for (const auto& l : called)
    if (l) (*l)();
}

}  // namespace contend::nats
