// Serialize: one operation in flight per actor in a process, first come, first served.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>

namespace contend::coordination {

struct serialize {
  static constexpr std::string_view name = "serialize";
  static constexpr std::string_view summary =
      "one operation in flight per actor in each process, first come, first served";
  static constexpr std::string_view reference =
      "the writers of a process become one contender; store/coordination/turns.hpp";

  /// Beyond it an operation is rejected.
  std::uint32_t waiting = 1024;

  static constexpr auto fields() {
    return std::tuple{field("waiting", &serialize::waiting,
                            "operations that may wait behind the one in front, for each actor")};
  }
};

}  // namespace contend::coordination
