#include <contend/measure/attempts.hpp>

namespace contend::measure {

namespace {

struct column {
  const char* name;
  std::uint64_t attempt_fates::*count;
};

constexpr column columns[] = {{"committed", &attempt_fates::committed},
                              {"conflicts", &attempt_fates::conflicts},
                              {"failed", &attempt_fates::failed},
                              {"refused", &attempt_fates::refused},
                              {"abandoned", &attempt_fates::abandoned}};

}  // namespace

void attempts_by_number::merge(const attempts_by_number& other) noexcept {
  for (std::size_t i = 0; i < most; ++i)
    for (const column& c : columns) fates_[i].*c.count += other.fates_[i].*c.count;
}

nlohmann::ordered_json attempts_by_number::result() const {
  std::size_t used = most;
  while (used > 0 && fates_[used - 1].empty()) --used;
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  if (used == 0) return all;
  for (const column& c : columns) {
    nlohmann::ordered_json counts = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < used; ++i) counts.push_back(fates_[i].*c.count);
    all[c.name] = std::move(counts);
  }
  return all;
}

}  // namespace contend::measure
