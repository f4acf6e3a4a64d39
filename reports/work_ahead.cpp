#include <contend/reports/work_ahead.hpp>

namespace contend::reports {

void work_ahead::plan(std::size_t which, std::uint64_t more) {
  kinds_[which].planned += more;
  total_ += more;
}

void work_ahead::expect(std::size_t which, std::uint64_t in_all) {
  kind& k = kinds_[which];
  total_ = total_ - k.planned + in_all;
  k.planned = in_all;
}

void work_ahead::finished(std::size_t which, double cost) {
  ++kinds_[which].done;
  kinds_[which].cost += cost;
  ++done_;
  worked_ += cost;
}

std::optional<double> work_ahead::ahead() const {
  double all = 0;
  for (const kind& k : kinds_) {
    if (k.planned <= k.done) continue;
    if (k.done == 0) return {};
    all += k.cost / static_cast<double>(k.done) * static_cast<double>(k.planned - k.done);
  }
  return all;
}

}  // namespace contend::reports
