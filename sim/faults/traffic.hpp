// What a fault is asked about: a message between one writer and the store, at one moment of its
// way.
#pragma once

#include <cstdint>
#include <string_view>

#include <contend/sim/message.hpp>

namespace contend::sim {

enum class moment : std::uint8_t {
  request_arrives,  ///< At the store.
  served,           ///< The store's work on it is done and would take effect.
  answer_arrives,   ///< At the writer.
  notice_arrives,   ///< At the writer.
};

struct traffic {
  moment at = moment::request_arrives;
  request_kind request = request_kind::read;  ///< Meaningless for a notice.
  std::uint32_t node = 0;                     ///< The writer's.
  std::string_view group{};                   ///< The writer's; empty where there are no groups.
};

}  // namespace contend::sim
