#include <cmath>

#include <boost/random/exponential_distribution.hpp>

#include <contend/sim/streams.hpp>
#include <contend/sim/workload/arrivals.hpp>

namespace contend::sim {

namespace {

constexpr time_point start_of_run{};

class burst_process final : public arrival_process {
 public:
  burst_process(const burst& model, std::uint32_t writers, random_key)
      : model_{model}, writers_{writers} {}

  void begin(arrival_sink& sink) override {
    for (std::uint32_t w = 0; w < writers_; ++w) sink.arrive(start_of_run + model_.at, w);
  }
  void ended(arrival_sink& sink, time_point now, std::uint32_t writer,
             std::uint32_t finished) override {
    if (finished < model_.operations) sink.arrive(now, writer);
  }

 private:
  burst model_;
  std::uint32_t writers_;
};

class closed_process final : public arrival_process {
 public:
  closed_process(const closed& model, std::uint32_t writers, random_key key)
      : think_{model.think}, writers_{writers}, key_{key} {}

  void begin(arrival_sink& sink) override {
    for (std::uint32_t w = 0; w < writers_; ++w) ended(sink, start_of_run, w, 0);
  }
  void ended(arrival_sink& sink, time_point now, std::uint32_t writer,
             std::uint32_t finished) override {
    random_source random = draw_for(stream(key_, writer, finished), purpose::think);
    sink.arrive(saturating_add(now, think_.draw(random)), writer);
  }

 private:
  distribution think_;
  std::uint32_t writers_;
  random_key key_;
};

class open_process final : public arrival_process {
 public:
  open_process(const open& model, std::uint32_t writers, random_key key)
      : mean_gap_{1e9 / model.poisson.rate.per_second},
        writers_{writers},
        key_{stream(key, shared_purpose::arrivals)} {}

  void begin(arrival_sink& sink) override { next(sink, start_of_run); }
  void arrived(arrival_sink& sink, time_point now) override { next(sink, now); }

 private:
  void next(arrival_sink& sink, time_point now) {
    random_source random{key_.with(count_++)};
    const double gap = mean_gap_ * boost::random::exponential_distribution<double>{}(random);
    const time_point at = saturating_add(now, duration{std::llround(gap)});
    sink.arrive(at, static_cast<std::uint32_t>(random.uniform(0, std::int64_t{writers_} - 1)));
  }

  double mean_gap_;  ///< In nanoseconds: not rounded, so that high rates are exact.
  std::uint32_t writers_;
  random_key key_;
  std::uint64_t count_ = 0;
};

struct maker {
  std::uint32_t writers;
  random_key key;

  std::unique_ptr<arrival_process> operator()(const burst& m) const {
    return std::make_unique<burst_process>(m, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const closed& m) const {
    return std::make_unique<closed_process>(m, writers, key);
  }
  std::unique_ptr<arrival_process> operator()(const open& m) const {
    return std::make_unique<open_process>(m, writers, key);
  }
};

}  // namespace

std::unique_ptr<arrival_process> make_arrivals(const arrivals_model& model, std::uint32_t writers,
                                               random_key key) {
  return std::visit(maker{writers, key}, model);
}

}  // namespace contend::sim
