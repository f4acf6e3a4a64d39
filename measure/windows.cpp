#include <algorithm>

#include <contend/measure/windows.hpp>

namespace contend::measure {

namespace {

windows::counts operator+(const windows::counts& a, const windows::counts& b) {
  return {a.appends + b.appends, a.conflicts + b.conflicts, a.commits + b.commits};
}

}  // namespace

windows::counts& windows::make_room(duration at) {
  while (at / width_ >= static_cast<std::int64_t>(most_bins)) double_width();
  const auto index = static_cast<std::size_t>(at / width_);
  if (index >= bins_.size()) bins_.resize(index + 1);
  return bins_[index];
}

void windows::double_width() {
  for (std::size_t i = 0; i < bins_.size(); i += 2)
    bins_[i / 2] = i + 1 < bins_.size() ? bins_[i] + bins_[i + 1] : bins_[i];
  bins_.resize((bins_.size() + 1) / 2);
  width_ *= 2;
}

std::int64_t windows::bins_in(duration d) const noexcept {
  return d / width_ + (d % width_ > duration::zero() ? 1 : 0);
}

windows::counts windows::within(duration from, duration to) const {
  counts all;
  for (auto i = static_cast<std::size_t>(bins_in(from));
       i < bins_.size() && static_cast<std::int64_t>(i) * width_ < to; ++i)
    all = all + bins_[i];
  return all;
}

std::vector<windows::window> windows::cut(duration span, duration length) const {
  if (span <= duration::zero()) return {};
  const std::int64_t bins_each = std::max<std::int64_t>(bins_in(length), 1);
  const std::int64_t whole = std::max<std::int64_t>(span / width_ / bins_each, 1);
  const duration each = whole > 1 ? bins_each * width_ : span;
  std::vector<window> pieces(static_cast<std::size_t>(whole), {each, {}});
  pieces.back().length = span - (whole - 1) * each;

  const auto bins_in_span = static_cast<std::size_t>(bins_in(span));
  for (std::size_t i = 0; i < std::min(bins_.size(), bins_in_span); ++i) {
    counts& within =
        pieces[std::min(i / static_cast<std::size_t>(bins_each), pieces.size() - 1)].within;
    within = within + bins_[i];
  }
  return pieces;
}

}  // namespace contend::measure
