// When operations start.
//
// An arrival process says when the next operations of which writers arrive: at the beginning, after
// an arrival, and after an operation ended. It keeps no more than it must (a counter), since every
// draw is keyed by writer and operation.
//
// A new process is a struct with `name`, `summary`, `fields()`, its process in arrivals.cpp, and
// its line in arrivals_model.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <variant>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/distribution.hpp>

namespace contend::sim {

/// Every writer does so many operations, one after the other, from one moment on.
struct burst {
  duration at{};
  std::uint32_t operations = 1;
  static constexpr std::string_view name = "burst";
  static constexpr std::string_view summary =
      "all writers start at once, each with a few operations";
  static constexpr auto fields() {
    return std::tuple{field("at", &burst::at, "when they start", at_least(0)),
                      field("operations", &burst::operations, "of each writer, one after the other",
                            between(1, 1e9))};
  }
};

/// Every writer thinks, does an operation, thinks again (a closed loop).
struct closed {
  distribution think{};
  static constexpr std::string_view name = "closed";
  static constexpr std::string_view summary = "each writer thinks, operates, thinks again";
  static constexpr auto fields() {
    return std::tuple{
        field("think", &closed::think, "from an operation's end to the next one's start")};
  }
};

/// Arrivals of a Poisson process, all writers together.
struct poisson {
  contend::rate rate{};
  static constexpr std::string_view name = "poisson";
  static constexpr std::string_view summary = "independent arrivals at a constant mean rate";
  static constexpr auto fields() {
    return std::tuple{field("rate", &poisson::rate, "of all writers together", above(0))};
  }
};

/// Arrivals that do not wait for answers (an open system).
struct open {
  contend::sim::poisson poisson{};
  std::optional<std::uint32_t> max_in_flight{};
  static constexpr std::string_view name = "open";
  static constexpr std::string_view summary = "operations arrive whatever else is in flight";
  static constexpr auto fields() {
    return std::tuple{field("poisson", &open::poisson, "a Poisson process"),
                      field("max_in_flight", &open::max_in_flight,
                            "operations in flight at once; later arrivals queue and their latency "
                            "counts from arrival",
                            between(1, 1e9))};
  }
};

using arrivals_model = std::variant<burst, closed, open>;

/// Where a process puts what it decided: operation number `operation` of `writer` arrives at `at`.
class arrival_sink {
 public:
  virtual void arrive(time_point at, std::uint32_t writer) = 0;

 protected:
  ~arrival_sink() = default;
};

/// One replication's arrivals. Single-threaded.
class arrival_process {
 public:
  virtual ~arrival_process() = default;

  virtual void begin(arrival_sink& sink) = 0;
  /// An operation of `writer` arrived at `now`.
  virtual void arrived(arrival_sink& sink, time_point now) {
    (void)sink;
    (void)now;
  }
  /// An operation of `writer` ended at `now`; it was the writer's `finished`th (from 1).
  virtual void ended(arrival_sink& sink, time_point now, std::uint32_t writer,
                     std::uint32_t finished) {
    (void)sink;
    (void)now;
    (void)writer;
    (void)finished;
  }
};

/// The process for `model`; `key` is the replication's branch of randomness.
std::unique_ptr<arrival_process> make_arrivals(const arrivals_model& model, std::uint32_t writers,
                                               random_key key);

}  // namespace contend::sim
