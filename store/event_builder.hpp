// Builds an event in one expression: for a decision, which leaves the rest to execute(), or whole.
//
//   return event_builder{"Withdrawn"}.with("amount", -20).by_user("u-7").following(*ordered);
//
//   store.save_event(event_builder{"Opened"}.with("amount", 100).id("e-1").of("account-1", 1));
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <contend/store/metadata.hpp>
#include <contend/store/new_event.hpp>

namespace contend {

/// Every setter returns the builder. Values are taken; what is set twice has the last value.
/// Threading: one thread at a time.
class event_builder {
 public:
  explicit event_builder(std::string type) { built_.type = std::move(type); }

  /// A member of the data: anything that nlohmann::json can be made from.
  event_builder& with(std::string_view key, nlohmann::json value) {
    built_.data[key] = std::move(value);
    return *this;
  }
  /// The whole data, a JSON object.
  event_builder& data(nlohmann::json object) { return built_.data = std::move(object), *this; }
  event_builder& id(std::string text) { return built_.id = std::move(text), *this; }
  event_builder& for_command(std::string id) { return built_.command_id = std::move(id), *this; }
  event_builder& at_time(contend::timestamp t) { return at_ = t, *this; }

  event_builder& meta(std::string key, std::string value) {
    built_.metadata.insert_or_assign(std::move(key), std::move(value));
    return *this;
  }
  event_builder& correlated(std::string_view id) {
    return meta::set_correlation_id(built_.metadata, id), *this;
  }
  event_builder& caused_by(std::string_view id) {
    return meta::set_causation_id(built_.metadata, id), *this;
  }
  event_builder& by_user(std::string_view id) {
    return meta::set_user_id(built_.metadata, id), *this;
  }
  event_builder& traced(const trace_context& context) {
    return meta::set_trace(built_.metadata, context), *this;
  }
  /// Caused by `cause`, with its correlation, user and trace: meta::follow().
  event_builder& following(const event& cause) {
    return meta::follow(built_.metadata, cause), *this;
  }

  /// What a decision answers: actor, version and timestamp are filled in when it is appended.
  [[nodiscard]] new_event draft() const& { return built_; }
  [[nodiscard]] new_event draft() && { return std::move(built_); }
  operator new_event() const& { return built_; }  // NOLINT: implicit, to be returned as one

  /// The sealed event of `actor` at `version`. Its id must have been set.
  [[nodiscard]] event_ptr of(std::string actor, version at) const {
    return make_event({.id = built_.id,
                       .type = built_.type,
                       .actor_id = std::move(actor),
                       .command_id = built_.command_id,
                       .version = at,
                       .data = built_.data,
                       .metadata = built_.metadata,
                       .timestamp = at_});
  }

 private:
  new_event built_{};
  contend::timestamp at_{};
};

}  // namespace contend
