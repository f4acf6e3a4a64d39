// Where randomness comes from when nobody gave a seed.
#pragma once

#include <contend/store/detail/operation_keys.hpp>

namespace contend {

/// Keys that no other operation has, in this process or any other: words of the operating system's
/// entropy, drawn once; a count of the operations; and the time, which tells a process from one
/// that it forked. Thread-safe, lock-free. Throws std::system_error if the machine has no entropy.
[[nodiscard]] detail::operation_keys fresh_keys();

}  // namespace contend
