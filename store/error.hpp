// What can go wrong at a store, as values: boost::system::result<T> with an error that keeps the
// fields of a version conflict.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <contend/policies/outcome.hpp>
#include <contend/policies/time.hpp>

namespace contend {

/// The errors of a store. Each belongs to one outcome class (classify()), which is what a policy
/// sees.
enum class store_errc {
  version_conflict = 1,  ///< The version is not greater, or not the expected one. Nothing written.
  duplicate_event_id,    ///< This event id stands in this actor's stream with other content.
  invalid_event,         ///< The event breaks a rule of the store (see error::detail).
  throttled,             ///< The store asks for less; retry_after may say how much less.
  unavailable,           ///< It did not happen: no connection, no responder.
  unanswered,            ///< It was sent and no answer came: it may or may not have happened.
  permission_denied,     ///< The store refuses this caller.
  closed,                ///< The store has been closed by its owner.
  malformed_event,       ///< A stored event cannot be read; get_events_with_errors() shows it.
  invalid_snapshot,      ///< The snapshot breaks a rule of the store (see error::detail).
  damaged,               ///< The store's own data or configuration is not what it must be.
};

}  // namespace contend

template <>
struct boost::system::is_error_code_enum<contend::store_errc> : std::true_type {};

namespace contend {

const boost::system::error_category& store_category() noexcept;
boost::system::error_code make_error_code(store_errc e) noexcept;

/// An error of a store: its code, and what belongs to it. `code == store_errc::version_conflict`
/// tells a conflict by class; the fields tell it in full.
struct store_error {
  boost::system::error_code code{};
  std::string actor{};     ///< The actor concerned.
  version attempted = 0;   ///< For a conflict: the version that was to be written.
  version current = 0;     ///< For a conflict: the actor's version.
  duration retry_after{};  ///< For throttled: the wait asked for, or 0.
  std::string detail{};    ///< For a person: what exactly, and what would be right.

  [[nodiscard]] bool is_conflict() const noexcept { return code == store_errc::version_conflict; }
  /// For logs and people: the code's message and every field that it fills.
  [[nodiscard]] std::string message() const;
};

store_error version_conflict(std::string_view actor, version attempted, version current);

/// The class that a policy sees.
outcome classify(const store_error& error) noexcept;

/// What result<T>::value() throws on an error: carries the store_error.
class store_exception : public std::runtime_error {
 public:
  explicit store_exception(store_error error);
  [[nodiscard]] const store_error& error() const noexcept { return error_; }

 private:
  store_error error_;
};

[[noreturn]] void throw_exception_from_error(const store_error& error,
                                             const boost::source_location&);

template <class T>
using result = boost::system::result<T, store_error>;

}  // namespace contend
