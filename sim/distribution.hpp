// Distributions of durations: what a scenario says of hops, service times, think times.
//
//   distribution hop = normal{.mean = 10ms, .stddev = 2ms};
//   duration d = hop.draw(source);
//
// Draws come from Boost.Random, whose results are the same with every compiler and standard
// library; those of <random> are not. Each draw is the absolute value of what was drawn, in whole
// nanoseconds.
//
// A new distribution is a struct here with `name`, `summary`, `fields()` and `sample()`, and its
// line in `all_distributions`.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/workload/data_file.hpp>

namespace contend::sim {

/// Always the same. In JSON just the duration: "5ms".
struct constant {
  duration value{};
  static constexpr std::string_view name = "constant";
  static constexpr std::string_view summary = "always the same";
  static constexpr auto fields() {
    return std::tuple{field("value", &constant::value, "the duration", at_least(0))};
  }
  [[nodiscard]] double sample(random_source&) const { return average(); }
  [[nodiscard]] double average() const { return static_cast<double>(value.count()); }
  friend bool operator==(const constant&, const constant&) = default;
};

struct normal {
  duration mean{};
  duration stddev{};
  static constexpr std::string_view name = "normal";
  static constexpr std::string_view summary =
      "bell-shaped; what would be negative is taken as positive";
  static constexpr auto fields() {
    return std::tuple{field("mean", &normal::mean, "mean", at_least(0)),
                      field("stddev", &normal::stddev, "standard deviation", at_least(0))};
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const { return static_cast<double>(mean.count()); }
  friend bool operator==(const normal&, const normal&) = default;
};

struct lognormal {
  duration mean{};
  duration stddev{};
  static constexpr std::string_view name = "lognormal";
  static constexpr std::string_view summary =
      "skewed, never negative; by the mean and deviation of the durations themselves";
  static constexpr auto fields() {
    return std::tuple{
        field("mean", &lognormal::mean, "mean of the durations", above(0)),
        field("stddev", &lognormal::stddev, "standard deviation of the durations", at_least(0))};
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const { return static_cast<double>(mean.count()); }
  friend bool operator==(const lognormal&, const lognormal&) = default;
};

struct exponential_time {
  duration mean{};
  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view summary =
      "memoryless: how long it has lasted says nothing of how long it will";
  static constexpr auto fields() {
    return std::tuple{field("mean", &exponential_time::mean, "mean", at_least(0))};
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const { return static_cast<double>(mean.count()); }
  friend bool operator==(const exponential_time&, const exponential_time&) = default;
};

struct uniform {
  duration low{};
  duration high{};
  static constexpr std::string_view name = "uniform";
  static constexpr std::string_view summary = "every duration between two equally likely";
  static constexpr auto fields() {
    return std::tuple{field("low", &uniform::low, "the least", at_least(0)),
                      field("high", &uniform::high, "the most, not below low", at_least(0))};
  }
  /// What is wrong with the fields together; empty if nothing.
  [[nodiscard]] std::string problem() const {
    return low <= high ? "" : "\"low\" is above \"high\"";
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const {
    return static_cast<double>(low.count() + high.count()) / 2;
  }
  friend bool operator==(const uniform&, const uniform&) = default;
};

struct pareto {
  duration least{};
  double shape = 2.5;
  static constexpr std::string_view name = "pareto";
  static constexpr std::string_view summary = "a heavy tail above a least duration";
  static constexpr auto fields() {
    return std::tuple{field("least", &pareto::least, "the least duration", above(0)),
                      field("shape", &pareto::shape,
                            "the tail's exponent; the mean is finite above 1", above(0))};
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const {
    return static_cast<double>(least.count()) * (shape > 1 ? shape / (shape - 1) : 1e9);
  }
  friend bool operator==(const pareto&, const pareto&) = default;
};

/// One of the durations of a CSV file, each as likely as it is frequent there.
struct empirical {
  recorded_durations file{};
  static constexpr std::string_view name = "empirical";
  static constexpr std::string_view summary = "durations of a CSV file, each row equally likely";
  static constexpr auto fields() {
    return std::tuple{field("file", &empirical::file,
                            "CSV file, relative to the scenario: one duration a line, \"12.5ms\"")};
  }
  [[nodiscard]] double sample(random_source& random) const;
  [[nodiscard]] double average() const;
  friend bool operator==(const empirical&, const empirical&) = default;
};

/// Any of them. Copied freely; drawing is thread-safe.
class distribution {
 public:
  using all_distributions =
      std::variant<constant, normal, lognormal, exponential_time, uniform, pareto, empirical>;

  distribution() = default;
  distribution(duration always) : any_{constant{always}} {}  // NOLINT: a duration is a distribution
  template <class D>
  requires std::is_constructible_v<all_distributions, D> distribution(D d)
      : any_{std::move(d)} {}  // NOLINT: implicit, as a variant's

  /// The absolute value of one sample, rounded to nanoseconds, at most about 292 years.
  [[nodiscard]] duration draw(random_source& random) const;

  /// Its mean in nanoseconds (of a normal one before the absolute value is taken).
  [[nodiscard]] double average() const {
    return std::visit([](const auto& d) { return d.average(); }, any_);
  }

  /// Whether every draw is zero: a hop or a service that does not exist.
  [[nodiscard]] bool is_zero() const noexcept {
    const auto* c = std::get_if<constant>(&any_);
    return c != nullptr && c->value == duration::zero();
  }

  [[nodiscard]] const all_distributions& value() const noexcept { return any_; }
  friend bool operator==(const distribution&, const distribution&) = default;

 private:
  all_distributions any_{};
};

}  // namespace contend::sim
