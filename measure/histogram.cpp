#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>
#include <utility>

#include <boost/histogram/axis/option.hpp>
#include <boost/histogram/histogram.hpp>
#include <boost/histogram/storage_adaptor.hpp>
#include <boost/histogram/weight.hpp>

#include <contend/measure/histogram.hpp>

namespace contend::measure {

namespace {

/// Boost.Histogram's idea of an axis: 128 buckets in every power of two, of nanoseconds. Grows by
/// whole powers of two, so that it grows seldom and its cells start at a multiple of 128.
class log_linear_axis {
 public:
  using value_type = std::int64_t;

  static constexpr unsigned options() { return boost::histogram::axis::option::growth_t::value; }
  static constexpr bool inclusive() { return true; }

  [[nodiscard]] int size() const noexcept { return size_; }
  [[nodiscard]] int index(value_type v) const noexcept { return bucket_of(v) - first_; }

  /// Where `v` belongs, and by how many cells the axis grew for it (positive: at its lower end).
  std::pair<int, int> update(value_type v) {
    const int bucket = bucket_of(v);
    const int octave = bucket / in_octave * in_octave;
    if (size_ == 0) first_ = octave;
    const int below = std::max(first_ - octave, 0);
    const int above = std::max(octave + in_octave - (first_ + size_), 0);
    first_ -= below;
    size_ += below + above;
    return {bucket - first_, below > 0 ? below : -above};
  }

  /// The least value of a bucket.
  [[nodiscard]] value_type low(int index) const noexcept {
    const int bucket = first_ + index;
    return static_cast<value_type>(bucket - shift_of(bucket) * in_octave) << shift_of(bucket);
  }
  /// At most 1/128 of anything in the bucket; 1 below 256 ns.
  [[nodiscard]] value_type width(int index) const noexcept {
    return value_type{1} << shift_of(first_ + index);
  }
  [[nodiscard]] value_type middle(int index) const noexcept {
    return low(index) + width(index) / 2;
  }

 private:
  static constexpr int in_octave = 128;
  static constexpr int exact_bits = 8;  // values below 2^8 have a bucket each

  static int shift_of(int bucket) noexcept { return std::max(bucket / in_octave - 1, 0); }

  static int bucket_of(value_type v) noexcept {
    const auto u = static_cast<std::uint64_t>(v);
    const int shift = std::max(static_cast<int>(std::bit_width(u)) - exact_bits, 0);
    return shift * in_octave + static_cast<int>(u >> shift);
  }

  int first_ = 0;
  int size_ = 0;
};

/// Where in a bucket of this width the value number `rank` of `n` is, if they lie evenly in it. A
/// fixed place would make percentiles of different replications equal, and their interval a lie.
std::int64_t part(std::int64_t width, std::uint64_t rank, std::uint64_t n) noexcept {
  const double share = (static_cast<double>(rank) - 0.5) / static_cast<double>(n);
  return static_cast<std::int64_t>(static_cast<double>(width) * share);
}

using boost_histogram = boost::histogram::histogram<std::tuple<log_linear_axis>,
                                                    boost::histogram::dense_storage<std::uint64_t>>;

}  // namespace

struct histogram::cells {
  boost_histogram counts{log_linear_axis{}};
};

histogram::histogram() noexcept = default;
histogram::histogram(histogram&& other) noexcept { *this = std::move(other); }
histogram::~histogram() = default;

histogram::histogram(const histogram& other)
    : cells_{other.empty() ? nullptr : std::make_unique<cells>(*other.cells_)},
      count_{other.count_},
      sum_{other.sum_},
      min_{other.min_},
      max_{other.max_} {}

histogram& histogram::operator=(const histogram& other) { return *this = histogram{other}; }

/// Takes the other one's contents, and leaves it empty with this one's memory. Where there is
/// nothing to take, keeps its own: a tally is emptied for each replication.
histogram& histogram::operator=(histogram&& other) noexcept {
  if (this == &other) return *this;
  clear();
  if (other.empty()) return *this;
  std::swap(cells_, other.cells_);
  std::swap(count_, other.count_);
  std::swap(sum_, other.sum_);
  std::swap(min_, other.min_);
  std::swap(max_, other.max_);
  return *this;
}

histogram histogram::restore(const std::vector<bucket>& buckets, duration min, duration max,
                             const duration_sum& sum) {
  histogram h;
  for (const bucket& b : buckets) h.record(b.middle, b.count);
  h.sum_ = sum;
  if (h.empty()) return h;
  h.min_ = min;
  h.max_ = max;
  return h;
}

void histogram::record(duration value, std::uint64_t times) {
  if (times == 0) return;
  value = std::max(value, duration::zero());
  if (!cells_) cells_ = std::make_unique<cells>();
  cells_->counts(value.count(), boost::histogram::weight(times));
  count_ += times;
  sum_.add(value, times);
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void histogram::merge(const histogram& other) {
  if (other.empty()) return;
  if (!cells_) cells_ = std::make_unique<cells>();
  const auto& axis = other.cells_->counts.axis();
  int i = 0;
  for (const std::uint64_t n : other.cells_->counts) {
    if (n != 0) cells_->counts(axis.middle(i), boost::histogram::weight(n));
    ++i;
  }
  count_ += other.count_;
  sum_.add(other.sum_);
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void histogram::clear() noexcept {
  if (!empty()) cells_->counts.reset();
  count_ = 0;
  sum_ = {};
  min_ = duration::max();
  max_ = duration::zero();
}

duration histogram::quantile(double q) const noexcept {
  if (q <= 0 || empty()) return min();
  // q * count may come out a rounding above the whole number that it is: 0.07 * 100 does.
  const double rank = std::ceil(q * static_cast<double>(count_) * (1 - 1e-15));
  if (rank >= static_cast<double>(count_)) return max();
  std::uint64_t left = std::max<std::uint64_t>(static_cast<std::uint64_t>(rank), 1);
  const auto& axis = cells_->counts.axis();
  int i = 0;
  for (const std::uint64_t n : cells_->counts) {
    if (left <= n) {
      const std::int64_t first = std::max(axis.low(i), min_.count());
      const std::int64_t last = std::min(axis.low(i) + (axis.width(i) - 1), max_.count());
      return std::clamp(duration{first + part(last - first + 1, left, n)}, min_, max_);
    }
    left -= n;
    ++i;
  }
  return max();
}

std::vector<histogram::bucket> histogram::buckets() const {
  std::vector<bucket> filled;
  if (empty()) return filled;
  const auto& axis = cells_->counts.axis();
  int i = 0;
  for (const std::uint64_t n : cells_->counts) {
    if (n != 0) filled.push_back({duration{axis.middle(i)}, n});
    ++i;
  }
  return filled;
}

bool operator==(const histogram& a, const histogram& b) {
  return a.count_ == b.count_ && a.sum_ == b.sum_ && a.min() == b.min() && a.max_ == b.max_ &&
         a.buckets() == b.buckets();
}

}  // namespace contend::measure
