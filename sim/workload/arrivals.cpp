#include <algorithm>
#include <cmath>
#include <limits>

#include <contend/sim/detail/standard_exponential.hpp>
#include <contend/sim/streams.hpp>
#include <contend/sim/workload/arrivals.hpp>

namespace contend::sim {

namespace {

constexpr time_point start_of_run{};
constexpr double second = 1e9;

class burst_process final : public arrival_process {
 public:
  burst_process(const burst& model, const writer_range& writers, random_key)
      : model_{model}, writers_{writers} {}

  void begin(arrival_sink& sink) override {
    for (std::uint32_t w = 0; w < writers_.count; ++w)
      sink.arrive(start_of_run + model_.at, writers_.first + w);
  }
  void ended(arrival_sink& sink, time_point, time_point now, std::uint32_t writer,
             std::uint32_t finished) override {
    if (finished < model_.operations) sink.arrive(now, writer);
  }

 private:
  const burst& model_;
  writer_range writers_;
};

class closed_process final : public arrival_process {
 public:
  closed_process(const closed& model, const writer_range& writers, random_key key)
      : think_{model.think}, writers_{writers}, key_{key} {}

  void begin(arrival_sink& sink) override {
    for (std::uint32_t w = writers_.first; w < writers_.first + writers_.count; ++w)
      sink.arrive(after_thinking(start_of_run, w, 0), w);
  }
  void ended(arrival_sink& sink, time_point arrived, time_point now, std::uint32_t writer,
             std::uint32_t finished) override {
    const time_point next = after_thinking(now, writer, finished);
    sink.arrive(next > arrived ? next : next + pause, writer);
  }

 private:
  /// Of a writer for whom neither the operation nor the thought took any time: he would go round
  /// for ever at one moment.
  static constexpr duration pause = std::chrono::milliseconds{1};

  time_point after_thinking(time_point now, std::uint32_t writer, std::uint32_t finished) const {
    random_source random = draw_for(stream(key_, writer, finished), purpose::think);
    return saturating_add(now, think_.draw(random));
  }

  const distribution& think_;
  writer_range writers_;
  random_key key_;
};

/// When the next arrival of a stream is due. Each arrival has a source of its own.
class poisson_clock {
 public:
  explicit poisson_clock(const poisson& model) : mean_gap_{second / model.rate.per_second} {}

  time_point next(time_point now, random_source& random) {
    return saturating_add(now,
                          duration{std::llround(mean_gap_ * detail::standard_exponential(random))});
  }

 private:
  double mean_gap_;  ///< In nanoseconds: not rounded, so that high rates are exact.
};

/// The exponential distribution has no memory: where a gap reaches past a change of rate, it is
/// drawn anew from there.
class bursty_clock {
 public:
  explicit bursty_clock(const bursty& model) : model_{model} {}

  time_point next(time_point now, random_source& random) {
    if (ends_ == start_of_run) ends_ = saturating_add(ends_, model_.quiet.draw(random));
    for (;;) {
      const double rate = (bursting_ ? model_.burst_rate : model_.rate).per_second;
      const double gap = detail::standard_exponential(random) * second / rate;
      const double left = static_cast<double>((ends_ - now).count());
      if (gap < left) return now + duration{std::llround(gap)};
      if (ends_ == end_of_time) return end_of_time;
      now = ends_;
      bursting_ = !bursting_;
      ends_ = saturating_add(now, (bursting_ ? model_.burst : model_.quiet).draw(random));
    }
  }

 private:
  const bursty& model_;
  bool bursting_ = false;
  time_point ends_ = start_of_run;  ///< Of the quiet time or the burst.
};

template <class Clock>
class open_process final : public arrival_process {
 public:
  open_process(Clock clock, const writer_range& writers, random_key key)
      : clock_{clock},
        writers_{writers},
        key_{stream(key, shared_purpose::arrivals, writers.index)} {}

  void begin(arrival_sink& sink) override { next(sink, start_of_run); }
  void arrived(arrival_sink& sink, time_point now) override { next(sink, now); }

 private:
  void next(arrival_sink& sink, time_point now) {
    random_source random{key_.with(count_++)};
    const time_point at = clock_.next(now, random);
    const auto writer = random.uniform(0, std::int64_t{writers_.count} - 1);
    sink.arrive(at, writers_.first + static_cast<std::uint32_t>(writer));
  }

  Clock clock_;
  writer_range writers_;
  random_key key_;
  std::uint64_t count_ = 0;
};

/// One row is pending at a time: a trace may have millions.
class trace_process final : public arrival_process {
 public:
  trace_process(const trace& model, const writer_range& writers, random_key key)
      : rows_{*model.file.rows},
        writers_{writers},
        key_{stream(key, shared_purpose::arrivals, writers.index)} {}

  void begin(arrival_sink& sink) override { next(sink); }
  void arrived(arrival_sink& sink, time_point) override { next(sink); }

 private:
  void next(arrival_sink& sink) {
    if (row_ == rows_.size()) return;
    random_source random{key_.with(row_)};
    const recorded_arrival& row = rows_[row_++];
    const auto any =
        static_cast<std::uint32_t>(random.uniform(0, std::int64_t{writers_.count} - 1));
    const std::uint32_t writer = std::min(row.writer.value_or(any), writers_.count - 1);
    sink.arrive(start_of_run + row.at, writers_.first + writer);
  }

  const std::vector<recorded_arrival>& rows_;
  writer_range writers_;
  random_key key_;
  std::size_t row_ = 0;
};

struct maker {
  const writer_range& writers;
  random_key key;

  std::unique_ptr<arrival_process> operator()(const burst& m) const {
    return std::make_unique<burst_process>(m, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const closed& m) const {
    return std::make_unique<closed_process>(m, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const open& m) const {
    return std::visit(*this, m.stream);
  }
  std::unique_ptr<arrival_process> operator()(const poisson& m) const {
    return std::make_unique<open_process<poisson_clock>>(poisson_clock{m}, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const bursty& m) const {
    return std::make_unique<open_process<bursty_clock>>(bursty_clock{m}, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const trace& m) const {
    return std::make_unique<trace_process>(m, writers, key);
  }
};

constexpr double endless = std::numeric_limits<double>::infinity();

struct offered {
  double writers;
  double undisturbed;

  double operator()(const burst&) const { return endless; }
  double operator()(const closed& m) const {
    const double cycle = m.think.average() + undisturbed;
    return cycle > 0 ? writers * second / cycle : endless;
  }
  double operator()(const open& m) const { return std::visit(*this, m.stream); }
  double operator()(const poisson& m) const { return m.rate.per_second; }
  double operator()(const bursty& m) const {
    const double calm = m.quiet.average();
    const double busy = m.burst.average();
    return (m.rate.per_second * calm + m.burst_rate.per_second * busy) / (calm + busy);
  }
  double operator()(const trace& m) const {
    const auto& rows = *m.file.rows;
    if (rows.empty() || rows.back().at <= duration::zero()) return endless;
    return static_cast<double>(rows.size()) * second / static_cast<double>(rows.back().at.count());
  }
};

}  // namespace

std::unique_ptr<arrival_process> make_arrivals(const arrivals_model& model,
                                               const writer_range& writers, random_key key) {
  return std::visit(maker{writers, key}, model);
}

arrivals_model shared_out(const arrivals_model& model, double part) {
  arrivals_model made = model;
  auto* const some = std::get_if<open>(&made);
  if (some == nullptr) return made;
  if (auto* const steady = std::get_if<poisson>(&some->stream)) steady->rate.per_second *= part;
  if (auto* const changing = std::get_if<bursty>(&some->stream)) {
    changing->rate.per_second *= part;
    changing->burst_rate.per_second *= part;
  }
  if (some->max_in_flight)
    some->max_in_flight =
        std::max(1U, static_cast<std::uint32_t>(std::lround(*some->max_in_flight * part)));
  return made;
}

double offered_rate(const arrivals_model& model, double writers, double undisturbed) {
  return std::visit(offered{writers, undisturbed}, model);
}

}  // namespace contend::sim
