#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include <contend/store/bus/memory_bus.hpp>
#include <contend/store/detail/check_publish.hpp>
#include <contend/store/detail/sharded_by_actor.hpp>

namespace contend {

struct memory_bus::registry {
  using channels = std::vector<std::shared_ptr<detail::channel>>;

  mutable std::shared_mutex lock{};
  detail::map_by_text<channels> by_name{};
  channels by_wildcard{};
  bool stopped = false;

  /// Calls visit(channel) for those that hear `name_space`, until one answers true.
  bool find(std::string_view name_space, auto visit) const {
    if (const auto found = by_name.find(name_space); found != by_name.end())
      for (const auto& c : found->second)
        if (visit(*c)) return true;
    for (const auto& c : by_wildcard)
      if (c->pattern().matches(name_space) && visit(*c)) return true;
    return false;
  }

  void add(std::shared_ptr<detail::channel> c) {
    channels& home = c->pattern().is_exact() ? by_name[c->pattern().text()] : by_wildcard;
    home.push_back(std::move(c));
  }

  void remove(const detail::channel& gone) {
    const std::lock_guard hold{lock};
    const auto is_gone = [&](const auto& c) { return c.get() == &gone; };
    if (!gone.pattern().is_exact()) {
      std::erase_if(by_wildcard, is_gone);
      return;
    }
    const auto found = by_name.find(gone.pattern().text());
    if (found == by_name.end()) return;
    std::erase_if(found->second, is_gone);
    if (found->second.empty()) by_name.erase(found);
  }
};

memory_bus::memory_bus() : registry_{std::make_shared<registry>()} {}

memory_bus::~memory_bus() { memory_bus::stop(); }

result<void> memory_bus::publish(std::string_view name_space, event_ptr e) {
  if (auto wrong = detail::check_publish(name_space, e)) return *std::move(wrong);
  const std::shared_lock hold{registry_->lock};
  if (registry_->stopped) return detail::bus_closed();
  registry_->find(name_space, [&](detail::channel& c) {
    if (c.wants(*e)) c.put(name_space, e);
    return false;
  });
  return {};
}

result<subscription> memory_bus::subscribe(std::string_view pattern, subscription_options options) {
  auto parsed = namespace_pattern::parse(pattern);
  if (!parsed) return std::move(parsed).error();
  auto made = std::make_shared<detail::channel>(*std::move(parsed), std::move(options));
  {
    const std::lock_guard hold{registry_->lock};
    if (registry_->stopped) return detail::bus_closed();
    registry_->add(made);
  }
  return subscription{std::move(made),
                      [home = registry_](const detail::channel& gone) { home->remove(gone); }};
}

bool memory_bus::is_heard(std::string_view name_space, std::string_view type) {
  const std::shared_lock hold{registry_->lock};
  return registry_->find(name_space, [&](const detail::channel& c) { return c.wants_type(type); });
}

void memory_bus::stop() noexcept {
  registry::channels all;
  {
    const std::lock_guard hold{registry_->lock};
    registry_->stopped = true;
    all.swap(registry_->by_wildcard);
    for (auto& [name, channels] : registry_->by_name)
      all.insert(all.end(), channels.begin(), channels.end());
    registry_->by_name.clear();
  }
  for (const auto& c : all) c->close();
}

std::size_t memory_bus::subscriptions() const {
  const std::shared_lock hold{registry_->lock};
  std::size_t count = registry_->by_wildcard.size();
  for (const auto& [name, channels] : registry_->by_name) count += channels.size();
  return count;
}

}  // namespace contend
