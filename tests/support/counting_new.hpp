// How often this thread has called operator new, in the executable that counting_new.cpp is part
// of.
#pragma once

#include <cstddef>

namespace contend::test {

std::size_t allocations() noexcept;

}  // namespace contend::test
