// The executable that links counted_new.cpp counts its allocations.
#pragma once

#include <cstddef>

namespace contend::test {

/// Calls of operator new on this thread so far.
std::size_t allocations() noexcept;

}  // namespace contend::test
