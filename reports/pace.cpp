#include <algorithm>

#include <contend/reports/pace.hpp>

namespace contend::reports {

namespace {

/// Moments closer together than this part of the time so far are not worth keeping.
constexpr double closest = 1e-3;

/// Machines that others share change their speed for seconds at a time: one that goes by less than
/// this many would take a slow spell for the rest.
constexpr double shortest = 15;

}  // namespace

void pace::at(double seconds, double worked) {
  now_ = seconds;
  if (!moments_.empty()) {
    const moment& last = moments_.back();
    if (worked <= last.worked || seconds - last.seconds <= closest * seconds) return;
  }
  moments_.push_back({seconds, worked});
  const double since = std::min(seconds / 2, seconds - shortest);
  while (moments_.size() > 2 && moments_[1].seconds <= since) moments_.pop_front();
}

std::optional<double> pace::seconds_for(double ahead) const {
  if (moments_.size() < 2) return {};
  const moment& first = moments_.front();
  const moment& last = moments_.back();
  const double speed = (last.worked - first.worked) / (last.seconds - first.seconds);
  return std::max(0.0, ahead / speed - (now_ - last.seconds));
}

}  // namespace contend::reports
