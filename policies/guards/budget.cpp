#include <algorithm>
#include <cmath>

#include <contend/policies/guards/budget.hpp>

namespace contend {

namespace {

/// What the window's counters hold safely.
constexpr std::int64_t most_counted = 4'000'000'000;
/// The share that an operation adds is kept in 2^-20 of a thousandth: integers are exact where a
/// double would just miss that 20 % of 5 is 1, and faster. Good for 8 billion operations a period.
constexpr int fraction_bits = 20;

/// In thousandths, rounded to the nearest.
std::int64_t thousandths(double retries) noexcept {
  return static_cast<std::int64_t>(std::clamp(retries * 1000, 0.0, double{most_counted}) + 0.5);
}

double seconds(duration d) noexcept { return std::chrono::duration<double>{d}.count(); }

}  // namespace

budget::budget(options chosen, random_key)
    : options_{chosen},
      step_of_{chosen.period, steps},
      reserve_{thousandths(chosen.reserve.per_second * seconds(chosen.period))},
      per_operation_{std::llround(std::clamp(chosen.retry_share.value, 0.0, 1.0) * 1000 *
                                  (1 << fraction_bits))},
      most_{thousandths(chosen.most)},
      per_success_{thousandths(chosen.per_success)},
      tokens_{most_} {
  const auto set = [&](outcome how, double retries) {
    costs_[static_cast<std::size_t>(how)] = static_cast<std::uint32_t>(thousandths(retries));
  };
  set(outcome::conflict, chosen.conflict_cost);
  set(outcome::throttled, chosen.throttled_cost);
  set(outcome::transient, chosen.transient_cost);
  set(outcome::ambiguous, chosen.ambiguous_cost);
}

std::uint32_t budget::cost(outcome how) const noexcept {
  return costs_[static_cast<std::size_t>(how)];
}

admission budget::admit_operation(time_point now) {
  if (windowed()) operations_.add(step_of_(now), 1);
  return admitted();
}

void budget::operation_withdrawn(time_point now) {
  if (windowed()) operations_.take_back(step_of_(now), 1);
}

void budget::operation_ended(bool committed, time_point) {
  if (committed && !windowed()) give(per_success_);
}

admission budget::admit_retry(const attempt_facts& facts) {
  const std::uint32_t price = cost(facts.last);
  if (price == 0) return admitted();
  if (!windowed()) return take(price) ? admitted() : refused();
  const std::int64_t step = step_of_(facts.now);
  return retries_.try_add(step, price, [&] { return allowed(step); }) ? admitted() : refused();
}

void budget::retry_withdrawn(const attempt_facts& facts) {
  const std::uint32_t price = cost(facts.last);
  if (price == 0) return;
  if (windowed())
    retries_.take_back(step_of_(facts.now), price);
  else
    give(price);
}

std::int64_t budget::allowed(std::int64_t step) noexcept {
  const std::int64_t shared = (operations_.at(step) * per_operation_) >> fraction_bits;
  return std::min(reserve_ + shared, most_counted);
}

bool budget::take(std::uint32_t price) noexcept {
  std::int64_t tokens = tokens_.load(std::memory_order_relaxed);
  do {
    if (tokens < price) return false;
  } while (!tokens_.compare_exchange_weak(tokens, tokens - price, std::memory_order_relaxed));
  return true;
}

void budget::give(std::int64_t amount) noexcept {
  std::int64_t tokens = tokens_.load(std::memory_order_relaxed);
  while (tokens < most_ && !tokens_.compare_exchange_weak(tokens, std::min(most_, tokens + amount),
                                                          std::memory_order_relaxed)) {
  }
}

double budget::available(time_point now) noexcept {
  const std::int64_t step = step_of_(now);
  const std::int64_t left = windowed()
                                ? std::max<std::int64_t>(allowed(step) - retries_.at(step), 0)
                                : tokens_.load(std::memory_order_relaxed);
  return static_cast<double>(left) / 1000;
}

}  // namespace contend
