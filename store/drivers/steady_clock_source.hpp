// The machine's own clocks.
#pragma once

#include <contend/store/clock_source.hpp>

namespace contend {

/// Stateless: any two are the same clock.
class steady_clock_source final : public clock_source {
 public:
  [[nodiscard]] time_point now() override {
    return time_point{std::chrono::steady_clock::now().time_since_epoch()};
  }
  [[nodiscard]] timestamp wall_time() override { return std::chrono::system_clock::now(); }
  void wait_until(time_point until, const std::stop_token& stop) override;
};

}  // namespace contend
