// An event: one fact about one actor, immutable once sealed.
//
//   store.save_event(make_event({.id = "1", .type = "Opened", .actor_id = "a-1", .version = 1}));
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <nlohmann/json.hpp>

#include <contend/policies/outcome.hpp>

namespace contend {

/// Wall-clock time of an event: nanoseconds since the Unix epoch, UTC.
using timestamp = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

struct event {
  /// Unique within the actor's stream; what makes an append idempotent.
  std::string id{};
  /// What happened: "AccountOpened".
  std::string type{};
  /// To whom.
  std::string actor_id{};
  /// The command that led to it, if any.
  std::optional<std::string> command_id{};
  /// Its position in the actor's stream, from 1. Versions rise and may have gaps.
  contend::version version = 0;
  /// The facts: a JSON object.
  nlohmann::json data = nlohmann::json::object();
  /// Correlation, causation, user, trace, …
  std::map<std::string, std::string> metadata{};
  /// When.
  contend::timestamp timestamp{};
  /// Members of its JSON that this version does not know: kept. Null if there are none.
  nlohmann::json unknown{};

  friend bool operator==(const event&, const event&) = default;
};

namespace detail {
/// An event and the count of its owners, in one piece of memory.
struct counted_event final : boost::intrusive_ref_counter<counted_event> {
  counted_event() = default;
  explicit counted_event(event&& e) noexcept : value{std::move(e)} {}
  event value{};
};
}  // namespace detail

/// A sealed event: nobody can change it any more. Shared, never copied; what stores take and give.
///
/// make_event() and event_draft make one, and neither leaves its caller a reference or pointer that
/// writes to it. So a store need not copy to be safe. Threading: as std::shared_ptr<const event>.
class event_ptr {
 public:
  event_ptr() noexcept = default;
  event_ptr(std::nullptr_t) noexcept {}  // NOLINT: implicit, as for every pointer

  const event& operator*() const noexcept { return held_->value; }
  const event* operator->() const noexcept { return &held_->value; }
  [[nodiscard]] const event* get() const noexcept { return held_ ? &held_->value : nullptr; }
  explicit operator bool() const noexcept { return held_ != nullptr; }

  /// Whether both are the very same event, or both none.
  friend bool operator==(const event_ptr& a, const event_ptr& b) noexcept {
    return a.held_ == b.held_;
  }

 private:
  friend class event_draft;
  explicit event_ptr(boost::intrusive_ptr<detail::counted_event>&& held) noexcept
      : held_{std::move(held)} {}

  /// Written to by an event_draft only, while it is the only owner.
  boost::intrusive_ptr<detail::counted_event> held_{};
};

/// An event that is being written, where building one after the other would be too slow:
///
///   const event_ptr e = event_draft::recycle(std::move(refused)).id("1").type("Opened").…seal();
///
/// Writes through setters alone: a reference to the event could be kept beyond its sealing.
/// Not to be used again once sealed. Threading: one thread at a time.
class event_draft {
 public:
  event_draft() : held_{new detail::counted_event} {}
  explicit event_draft(event&& e) : held_{new detail::counted_event{std::move(e)}} {}

  /// An empty draft, in the memory of `sealed` if nobody else holds that.
  static event_draft recycle(event_ptr&& sealed) {
    // The count is read with acquire: what earlier owners read, they have read before this writes.
    if (!sealed || sealed.held_->use_count() != 1) return {};
    event_draft draft{std::move(sealed.held_)};
    draft.clear();
    return draft;
  }

  event_draft& id(std::string_view text) { return it().id = text, *this; }
  event_draft& type(std::string_view text) { return it().type = text, *this; }
  event_draft& actor_id(std::string_view text) { return it().actor_id = text, *this; }
  event_draft& at_version(contend::version v) noexcept { return it().version = v, *this; }
  event_draft& at_time(contend::timestamp t) noexcept { return it().timestamp = t, *this; }

  [[nodiscard]] event_ptr seal() noexcept { return event_ptr{std::move(held_)}; }

 private:
  explicit event_draft(boost::intrusive_ptr<detail::counted_event>&& held) noexcept
      : held_{std::move(held)} {}

  event& it() noexcept { return held_->value; }
  void clear();

  boost::intrusive_ptr<detail::counted_event> held_;
};

/// Seals an event. References into what was moved from end here, as after every move.
[[nodiscard]] inline event_ptr make_event(event&& e) { return event_draft{std::move(e)}.seal(); }
/// Seals a copy; the caller keeps his.
[[nodiscard]] inline event_ptr make_event(const event& e) { return make_event(event{e}); }

}  // namespace contend
