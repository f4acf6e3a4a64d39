// When operations start.
//
// An arrival process says when the next operations of which writers arrive: at the beginning, after
// an arrival, and after an operation ended. It keeps no more than it must (a counter), since every
// draw is keyed by writer and operation.
//
// A new process is a struct with `name`, `summary`, `fields()`, its process in arrivals.cpp, and
// its line in arrivals_model.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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
  static constexpr std::string_view summary =
      "each writer thinks, operates, thinks again, one operation at a time; one that does not "
      "think and is answered at once (refused by a breaker, say) pauses for 1ms, since time would "
      "stand still";
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

/// A Poisson process whose rate jumps up for a while, now and then.
struct bursty {
  contend::rate rate{};
  contend::rate burst_rate{};
  distribution quiet{exponential_time{std::chrono::seconds{10}}};
  distribution burst{exponential_time{std::chrono::seconds{1}}};
  static constexpr std::string_view name = "bursty";
  static constexpr std::string_view summary =
      "a Poisson process that is quiet and bursts in turns (Markov-modulated)";
  static constexpr auto fields() {
    return std::tuple{
        field("rate", &bursty::rate, "of all writers together, while quiet", at_least(0)),
        field("burst_rate", &bursty::burst_rate, "of all writers together, in a burst", above(0)),
        field("quiet", &bursty::quiet, "how long a quiet time lasts; the run starts with one"),
        field("burst", &bursty::burst, "how long a burst lasts")};
  }
  /// What is wrong with these fields together; empty if nothing.
  static constexpr std::array<std::string_view, 2> judged{"quiet", "burst"};
  [[nodiscard]] std::string problem() const {
    return quiet.is_zero() && burst.is_zero() ? "\"quiet\" and \"burst\" cannot both be 0s" : "";
  }
};

/// What arrives at an open system.
using arrival_stream = std::variant<poisson, bursty>;

/// Arrivals that do not wait for answers (an open system).
struct open {
  arrival_stream stream{};
  std::optional<std::uint32_t> max_in_flight{};
  static constexpr std::string_view name = "open";
  static constexpr std::string_view summary =
      "operations arrive whatever else is in flight, each at a writer by chance, which may have "
      "several at once";
  static constexpr auto fields() {
    return std::tuple{field("", &open::stream, "when operations arrive"),
                      field("max_in_flight", &open::max_in_flight,
                            "operations in flight at once, of all writers together (in a group: of "
                            "its writers); later arrivals queue and their latency counts from "
                            "arrival",
                            between(1, 1e9))};
  }
};

/// Arrivals as they were recorded.
struct trace {
  recorded_arrivals file{};
  static constexpr std::string_view name = "trace";
  static constexpr std::string_view summary = "operations arrive when a CSV file says";
  static constexpr auto fields() {
    return std::tuple{field(
        "file", &trace::file,
        "CSV file, relative to the scenario: a time from the start and, if known, a writer (from "
        "0) a line, \"1.25s,3\"")};
  }
};

using arrivals_model = std::variant<burst, closed, open, trace>;

/// Where a process puts what it decided: the next operation of `writer` arrives at `at`.
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
  /// An operation of `writer` that had arrived at `arrived` ended at `now`; it was the writer's
  /// `finished`th (from 1).
  virtual void ended(arrival_sink& sink, time_point arrived, time_point now, std::uint32_t writer,
                     std::uint32_t finished) {
    (void)sink;
    (void)arrived;
    (void)now;
    (void)writer;
    (void)finished;
  }
};

/// The writers `first` to `first + count - 1`: group number `index` of them.
struct writer_range {
  std::uint32_t first = 0;
  std::uint32_t count = 1;
  std::uint32_t index = 0;
};

/// The process for `model`, which must outlive it; `key` is the replication's branch of randomness.
std::unique_ptr<arrival_process> make_arrivals(const arrivals_model& model,
                                               const writer_range& writers, random_key key);

/// The part of arrivals said of all writers together that comes to `part` of them, 0 to 1: rates
/// and the limit in flight (at least 1) are shared out, what is said of each writer stays.
arrivals_model shared_out(const arrivals_model& model, double part);

/// Operations a second that arrive if each of `writers` is served in `undisturbed` nanoseconds;
/// infinite for a burst.
double offered_rate(const arrivals_model& model, double writers, double undisturbed);

}  // namespace contend::sim
