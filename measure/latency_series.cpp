#include <algorithm>
#include <utility>

#include <contend/measure/latency_series.hpp>

namespace contend::measure {

void latency_series::record(duration at, duration latency) {
  while (at / width_ >= static_cast<std::int64_t>(most_bins)) double_width();
  const auto index = static_cast<std::size_t>(at / width_);
  if (index >= bins_.size()) bins_.resize(index + 1);
  bins_[index].record(latency);
}

void latency_series::double_width() {
  const std::size_t half = (bins_.size() + 1) / 2;
  for (std::size_t i = 0; i < half; ++i) {
    if (i > 0) bins_[i] = std::move(bins_[2 * i]);
    if (2 * i + 1 < bins_.size()) bins_[i].merge(bins_[2 * i + 1]);
  }
  bins_.resize(half);
  width_ *= 2;
}

histogram latency_series::within(duration from, duration to) const {
  histogram all;
  const std::int64_t first = (from + width_ - duration{1}) / width_;
  for (auto i = static_cast<std::size_t>(first);
       i < bins_.size() && static_cast<std::int64_t>(i) * width_ < to; ++i)
    all.merge(bins_[i]);
  return all;
}

}  // namespace contend::measure
