// Into how many instances falls apart what writers share, and whose is whose.
#pragma once

#include <cstdint>

#include <contend/policies/coordination/sharing.hpp>
#include <contend/sim/model.hpp>

namespace contend::sim {

inline std::uint32_t scopes(sharing shared_by, const workload_model& workload) noexcept {
  switch (shared_by) {
    case sharing::all:
      return 1;
    case sharing::node:
      return workload.nodes_in_use();
    case sharing::writer:
      break;
  }
  return workload.total_writers();
}

/// The instance, from 0, of a writer that is in `node`.
inline std::uint32_t scope_of(sharing shared_by, std::uint32_t writer,
                              std::uint32_t node) noexcept {
  if (shared_by == sharing::all) return 0;
  return shared_by == sharing::node ? node : writer;
}

}  // namespace contend::sim
