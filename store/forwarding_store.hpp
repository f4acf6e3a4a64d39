// A store that passes every call on to another: the base of wrappers, which override what they
// change.
#pragma once

#include <utility>

#include <contend/store/event_store.hpp>

namespace contend {

/// Threading and errors: those of the store behind it.
class forwarding_store : public event_store {
 public:
  /// `behind` is not owned and must outlive this.
  explicit forwarding_store(event_store& behind) noexcept : behind_{behind} {}

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override {
    return behind_.append(actor, expected, events);
  }
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override {
    return behind_.get_events(actor, range);
  }
  [[nodiscard]] result<replay> get_events_with_errors(std::string_view actor,
                                                      event_range range = {}) override {
    return behind_.get_events_with_errors(actor, range);
  }
  [[nodiscard]] result<version> get_latest_version(std::string_view actor) override {
    return behind_.get_latest_version(actor);
  }
  result<void> save_snapshot(snapshot s) override { return behind_.save_snapshot(std::move(s)); }
  [[nodiscard]] result<found_snapshot> get_latest_snapshot(std::string_view actor,
                                                           version at_most = max_version) override {
    return behind_.get_latest_snapshot(actor, at_most);
  }

 protected:
  [[nodiscard]] event_store& behind() const noexcept { return behind_; }

 private:
  event_store& behind_;
};

}  // namespace contend
