// The store is down: no request is carried out, none is answered.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/faults/time_span.hpp>
#include <contend/sim/faults/traffic.hpp>

namespace contend::sim {

struct outage {
  duration from{};
  std::optional<duration> length{};
  static constexpr std::string_view name = "outage";
  static constexpr std::string_view summary = "the store answers nothing and does nothing";
  static constexpr std::string_view formula =
      "every request that arrives and every one that is worked on in [from, from + for) is lost";
  static constexpr std::string_view reference =
      "crash failures: F. Cristian, Understanding fault-tolerant distributed systems, 1991";

  static constexpr auto fields() { return time_span<outage>(); }

  /// Even what it is working on is lost.
  [[nodiscard]] bool loses(const traffic& t, random_source&) const {
    return t.at == moment::request_arrives || t.at == moment::served;
  }
};

}  // namespace contend::sim
