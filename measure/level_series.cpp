#include <algorithm>

#include <contend/measure/level_series.hpp>

namespace contend::measure {

void level_series::change(duration at, int by) {
  advance(at);
  level_ += by;
}

void level_series::advance(duration to) {
  while (reached_ < to && level_ != 0) {
    while (reached_ / width_ >= static_cast<std::int64_t>(most_bins)) double_width();
    const auto index = static_cast<std::size_t>(reached_ / width_);
    if (index >= bins_.size()) bins_.resize(index + 1);
    const duration until = std::min(to, static_cast<std::int64_t>(index + 1) * width_);
    bins_[index] += static_cast<double>(level_) * static_cast<double>((until - reached_).count());
    reached_ = until;
  }
  reached_ = std::max(reached_, to);
}

void level_series::double_width() {
  for (std::size_t i = 0; i < bins_.size(); i += 2)
    bins_[i / 2] = i + 1 < bins_.size() ? bins_[i] + bins_[i + 1] : bins_[i];
  bins_.resize((bins_.size() + 1) / 2);
  width_ *= 2;
}

double level_series::within(duration from, duration to) const {
  const auto first = static_cast<std::size_t>((from + width_ - duration{1}) / width_);
  double sum = 0;
  for (std::size_t i = first; i < bins_.size() && static_cast<std::int64_t>(i) * width_ < to; ++i)
    sum += bins_[i];
  return sum / 1e9;
}

}  // namespace contend::measure
