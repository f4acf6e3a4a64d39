#include <cmath>

#include <contend/measure/replication_values.hpp>

namespace contend::measure {

void replication_values::add(const ratio& value) {
  if (in_last_ < length_) {
    ++in_last_;
  } else {
    if (stretches_.size() == most_values) put_neighbours_together();
    stretches_.emplace_back();
    in_last_ = 1;
  }
  if (value.null()) return;
  stretch& last = stretches_.back();
  last.over += value.over;
  last.under += value.under;
  last.any = true;
}

void replication_values::put_neighbours_together() {
  for (std::size_t i = 0; i < stretches_.size() / 2; ++i) {
    const stretch& first = stretches_[2 * i];
    const stretch& second = stretches_[2 * i + 1];
    stretches_[i] = {first.over + second.over, first.under + second.under, first.any || second.any};
  }
  stretches_.resize(stretches_.size() / 2);
  length_ *= 2;
}

std::vector<std::optional<double>> replication_values::result(const estimate& all) const {
  std::vector<std::optional<double>> values;
  if (!all.mean || !all.stddev || *all.stddev == 0) return values;
  double under = 0;
  double count = 0;
  for (const stretch& s : stretches_) {
    under += s.under;
    count += s.any ? 1 : 0;
  }
  for (const stretch& s : stretches_) {
    const double residual = s.over - *all.mean * s.under;
    values.push_back(s.any ? std::optional{seven_digits(*all.mean + residual * count / under)}
                           : std::nullopt);
  }
  return values;
}

double seven_digits(double value) noexcept {
  if (value == 0 || !std::isfinite(value)) return value;
  const int digits = 6 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  // Beyond these powers of ten are not exact, and nothing that is measured is so small or large.
  if (digits > 22 || digits < -22) return value;
  const double power = std::pow(10.0, std::abs(digits));
  return digits >= 0 ? std::round(value * power) / power : std::round(value / power) * power;
}

}  // namespace contend::measure
