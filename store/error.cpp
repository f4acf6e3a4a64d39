#include <string_view>

#include <fmt/format.h>

#include <contend/store/error.hpp>

namespace contend {

namespace {

class store_error_category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "contend.store"; }

  std::string message(int code) const override { return std::string{text(code)}; }

  /// Where the standard has a word for it; a conflict has none and is its own condition.
  boost::system::error_condition default_error_condition(int code) const noexcept override {
    namespace errc = boost::system::errc;
    switch (static_cast<store_errc>(code)) {
      case store_errc::version_conflict:
        break;
      case store_errc::duplicate_event_id:
        return errc::make_error_condition(errc::file_exists);
      case store_errc::invalid_event:
        return errc::make_error_condition(errc::invalid_argument);
      case store_errc::throttled:
        return errc::make_error_condition(errc::resource_unavailable_try_again);
      case store_errc::unavailable:
        return errc::make_error_condition(errc::not_connected);
      case store_errc::unanswered:
        return errc::make_error_condition(errc::timed_out);
      case store_errc::permission_denied:
        return errc::make_error_condition(errc::permission_denied);
      case store_errc::closed:
        return errc::make_error_condition(errc::broken_pipe);
      case store_errc::malformed_event:
        return errc::make_error_condition(errc::bad_message);
      case store_errc::invalid_snapshot:
        return errc::make_error_condition(errc::invalid_argument);
      case store_errc::damaged:
        return errc::make_error_condition(errc::io_error);
    }
    return {code, *this};
  }

 private:
  static std::string_view text(int code) noexcept {
    switch (static_cast<store_errc>(code)) {
      case store_errc::version_conflict:
        return "version conflict";
      case store_errc::duplicate_event_id:
        return "the event id stands in the stream with other content";
      case store_errc::invalid_event:
        return "invalid event";
      case store_errc::throttled:
        return "throttled by the store";
      case store_errc::unavailable:
        return "store unavailable";
      case store_errc::unanswered:
        return "no answer from the store: it may or may not have happened";
      case store_errc::permission_denied:
        return "permission denied by the store";
      case store_errc::closed:
        return "store closed";
      case store_errc::malformed_event:
        return "a stored event cannot be read";
      case store_errc::invalid_snapshot:
        return "invalid snapshot";
      case store_errc::damaged:
        return "the store is damaged";
    }
    return "unknown error of a store";
  }
};

}  // namespace

const boost::system::error_category& store_category() noexcept {
  static const store_error_category category;
  return category;
}

boost::system::error_code make_error_code(store_errc e) noexcept {
  return {static_cast<int>(e), store_category()};
}

std::string store_error::message() const {
  std::string text = code.message();
  if (!actor.empty()) text += fmt::format(": actor \"{}\"", actor);
  if (is_conflict())
    text += fmt::format(", attempted version {}, current version {}", attempted, current);
  if (retry_after > duration::zero())
    text += fmt::format(", retry after {} ms", static_cast<double>(retry_after.count()) / 1e6);
  if (!detail.empty()) text += fmt::format(": {}", detail);
  return text;
}

store_error version_conflict(std::string_view actor, version attempted, version current) {
  return {.code = store_errc::version_conflict,
          .actor = std::string{actor},
          .attempted = attempted,
          .current = current};
}

outcome classify(const store_error& error) noexcept {
  if (error.code.category() != store_category()) return outcome::permanent;
  switch (static_cast<store_errc>(error.code.value())) {
    case store_errc::version_conflict:
      return outcome::conflict;
    case store_errc::throttled:
      return outcome::throttled;
    case store_errc::unavailable:
      return outcome::transient;
    case store_errc::unanswered:
      return outcome::ambiguous;
    case store_errc::duplicate_event_id:
    case store_errc::invalid_event:
    case store_errc::permission_denied:
    case store_errc::closed:
    case store_errc::malformed_event:
    case store_errc::invalid_snapshot:
    case store_errc::damaged:
      break;
  }
  return outcome::permanent;
}

store_exception::store_exception(store_error error)
    : std::runtime_error{error.message()}, error_{std::move(error)} {}

void throw_exception_from_error(const store_error& error, const boost::source_location&) {
  throw store_exception{error};
}

}  // namespace contend
