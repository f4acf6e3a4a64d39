// Coalesce: the writers of one actor in a process share one read and one append.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>

namespace contend::coordination {

struct coalesce {
  static constexpr std::string_view name = "coalesce";
  static constexpr std::string_view summary =
      "the writers of one actor in each process share one read and one append, and each gets its "
      "own result";
  static constexpr std::string_view reference =
      "group commit (Gawlick and Kinkade, 1985), by actor; store/coordination/coalescer.hpp";

  /// Beyond it an operation is rejected.
  std::uint32_t waiting = 1024;
  std::uint32_t batch = 256;

  static constexpr auto fields() {
    return std::tuple{field("waiting", &coalesce::waiting,
                            "operations that may wait for the next batch, for each actor"),
                      field("batch", &coalesce::batch, "the most operations that share an append",
                            between(1, 65536))};
  }
};

}  // namespace contend::coordination
