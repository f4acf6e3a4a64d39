#include <algorithm>
#include <utility>

#include <contend/store/nats/detail/fault_list.hpp>

namespace contend::nats {

void fault_list::give(log_report& to) {
  to.found = counts_;
  std::ranges::stable_sort(kept_, {}, &log_finding::fault);
  to.findings = std::exchange(kept_, {});
}

}  // namespace contend::nats
