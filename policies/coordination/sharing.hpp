// Who shares one instance of what is shared: a guard, a line of turns, a background queue.
#pragma once

#include <array>
#include <cstdint>

#include <contend/policies/describe.hpp>

namespace contend {

enum class sharing : std::uint8_t {
  node,    ///< The writers of one process.
  writer,  ///< Nobody: each writer has its own.
  all,     ///< All writers, whatever process they are in.
};

constexpr auto names(sharing) {
  return std::array{named<sharing>{sharing::node, "node"},
                    named<sharing>{sharing::writer, "writer"}, named<sharing>{sharing::all, "all"}};
}

}  // namespace contend
