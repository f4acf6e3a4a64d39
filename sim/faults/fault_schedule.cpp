#include <algorithm>

#include <contend/sim/faults/fault_schedule.hpp>

namespace contend::sim {

namespace {

time_point begin_of(const fault_model& fault) {
  return std::visit([](const auto& f) { return time_point{f.from}; }, fault);
}

time_point end_of(const fault_model& fault) {
  return std::visit(
      [](const auto& f) {
        return f.length ? saturating_add(time_point{f.from}, *f.length) : end_of_time;
      },
      fault);
}

bool is_on(const fault_model& fault, time_point now) {
  return now >= begin_of(fault) && now < end_of(fault);
}

/// Whether one of the faults that are on says yes; `ask` is asked with each, and its own draws.
template <class Ask>
bool any_of(std::span<const fault_model> faults, time_point now, random_key key, Ask ask) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (!is_on(faults[i], now)) continue;
    random_source random{key.with(i)};
    if (std::visit([&](const auto& fault) { return ask(fault, random); }, faults[i])) return true;
  }
  return false;
}

}  // namespace

bool fault_schedule::loses(const traffic& t, time_point now, random_key key) const {
  return any_of(faults_, now, key, [&](const auto& fault, random_source& random) {
    if constexpr (requires { fault.loses(t, random); })
      return fault.loses(t, random);
    else
      return false;
  });
}

bool fault_schedule::refuses(const traffic& t, time_point now, random_key key) const {
  return any_of(faults_, now, key, [&](const auto& fault, random_source& random) {
    if constexpr (requires { fault.refuses(t, random); })
      return fault.refuses(t, random);
    else
      return false;
  });
}

double fault_schedule::slowness(time_point now) const {
  double product = 1;
  for (const fault_model& any : faults_)
    if (is_on(any, now))
      std::visit(
          [&](const auto& fault) {
            if constexpr (requires { fault.slowness(); }) product *= fault.slowness();
          },
          any);
  return product;
}

std::optional<fault_schedule::span> fault_schedule::passing(time_point from) const noexcept {
  span all;
  for (const fault_model& fault : faults_) {
    if (begin_of(fault) <= from && end_of(fault) == end_of_time) continue;
    all.begin = std::min(all.begin, begin_of(fault));
    all.end = std::max(all.end, end_of(fault));
  }
  if (all.begin == end_of_time) return std::nullopt;
  return all;
}

}  // namespace contend::sim
