#include <algorithm>
#include <cmath>
#include <cstddef>

#include <contend/sim/workload/keys.hpp>

namespace contend::sim {

namespace {

std::vector<double> zipf_sums(double exponent, std::uint32_t actors) {
  std::vector<double> sums(actors);
  double sum = 0;
  for (std::uint32_t k = 0; k < actors; ++k)
    sums[k] = sum += std::pow(static_cast<double>(k) + 1, -exponent);
  return sums;
}

std::uint32_t below(std::uint32_t n, random_source& random) {
  return static_cast<std::uint32_t>(random.uniform(0, std::int64_t{n} - 1));
}

}  // namespace

key_chooser::key_chooser(const keys_model& keys, std::uint32_t actors) : actors_{actors} {
  if (const auto* h = std::get_if<hot>(&keys)) {
    hot_share_ = h->share.value;
    hot_actors_ = std::min(h->actors, actors);
  }
  if (const auto* z = std::get_if<zipf>(&keys)) cumulative_ = zipf_sums(z->exponent, actors);
}

std::uint32_t key_chooser::choose(random_source& random) const {
  if (actors_ == 1) return 0;
  if (!cumulative_.empty()) {
    const double point = random.unit() * cumulative_.back();
    const auto at = std::upper_bound(cumulative_.begin(), cumulative_.end(), point);
    const auto index = static_cast<std::uint32_t>(at - cumulative_.begin());
    return std::min(index, actors_ - 1);
  }
  if (hot_actors_ == 0) return below(actors_, random);
  if (hot_actors_ == actors_ || random.unit() < hot_share_) return below(hot_actors_, random);
  return hot_actors_ + below(actors_ - hot_actors_, random);
}

}  // namespace contend::sim
