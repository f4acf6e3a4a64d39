#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>

#include <contend/store/drivers/entropy.hpp>

namespace contend {

namespace {

random_key drawn() {
  std::random_device device;
  return random_key{(std::uint64_t{device()} << 32U) | device()};
}

}  // namespace

detail::operation_keys fresh_keys() {
  static const detail::operation_keys process{
      .waits = drawn(), .id_high = drawn(), .id_low = drawn()};
  static std::atomic<std::uint64_t> operations{0};
  const std::uint64_t number = operations.fetch_add(1, std::memory_order_relaxed);
  const auto time =
      static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  return {.waits = process.waits.with(number).with(time),
          .id_high = process.id_high.with(number),
          .id_low = process.id_low.with(number).with(time)};
}

}  // namespace contend
