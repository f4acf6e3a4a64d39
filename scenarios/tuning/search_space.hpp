// What of a backoff can be tuned, from the very declarations by which it is read: a new backoff, or
// a new option of one, can be tuned without a word here.
//
// A setting is a point of the unit cube, one coordinate a parameter:
//   duration      on a logarithmic scale between its bounds, at least 100us and at most 60s (or the
//                 policy's deadline); to two digits, as a person would choose it
//   number, rate  from its lower bound to ten times its default (or 10), on a logarithmic scale
//                 where that bound is above 0; numbers to two digits
//   share         from 0 to 1, to two digits
//   true or false, or one of a few names: each as likely
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/node.hpp>
#include <contend/policies/time.hpp>

namespace contend::scenarios {

/// One option of a backoff.
struct parameter {
  enum class kind : std::uint8_t { duration, number, whole, share, rate, choice };

  std::string name{};
  kind what = kind::number;
  double least = 0;  ///< Nanoseconds, or as it is.
  double most = 1;
  bool logarithmic = false;
  std::vector<config::node> choices{};  ///< Of a choice.

  /// The value at `unit`, from 0 to 1.
  [[nodiscard]] config::node at(double unit) const;
  /// Where `value` lies, the nearest place where it is beyond the range.
  [[nodiscard]] double unit_of(const config::node& value) const;
};

class search_space {
 public:
  using setting = std::vector<double>;

  /// Of the backoff as it stands: { "jitter": { … } }, or "none". `longest`: no duration is longer;
  /// 0: no such limit. Throws config::invalid_config for what is no backoff.
  search_space(const config::node& backoff, duration longest);

  /// Searches the option `name` alone, together with those that were named before, between `low`
  /// and `high` where these are given ("5ms", "2"; empty: its own bounds, `longest` among them).
  /// Throws config::invalid_config where there is no such option, or no such value of it.
  void narrow(std::string_view name, const std::string& low, const std::string& high);

  [[nodiscard]] const std::vector<parameter>& parameters() const noexcept { return parameters_; }
  /// "jitter".
  [[nodiscard]] const std::string& kind() const noexcept { return kind_; }
  /// The backoff as it stands, as a setting.
  [[nodiscard]] setting as_it_stands() const;
  /// The backoff at a setting: its searched options, and the others as they stand.
  [[nodiscard]] config::node backoff_at(const setting& at) const;
  /// The value of each parameter at a setting, for people.
  [[nodiscard]] std::vector<std::string> texts(const setting& at) const;

 private:
  [[nodiscard]] config::node options_at(const setting& at) const;
  [[nodiscard]] double checked(const parameter& p, const std::string& text) const;

  std::string kind_;
  duration longest_;
  config::node options_;  ///< Every option as it stands.
  std::vector<parameter> parameters_{};
  bool narrowed_ = false;
};

}  // namespace contend::scenarios
