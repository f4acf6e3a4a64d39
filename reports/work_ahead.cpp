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
}

std::optional<double> work_ahead::share() const {
  double spent = 0;
  double all = 0;
  for (const kind& k : kinds_) {
    if (k.planned == 0) continue;
    if (k.done == 0) return {};
    spent += k.cost;
    all += k.cost * static_cast<double>(k.planned) / static_cast<double>(k.done);
  }
  if (all <= 0) return {};
  return spent / all;
}

}  // namespace contend::reports
