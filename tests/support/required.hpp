// What a machine may lack, so that tests are skipped on it, and CI may not.
#pragma once

#include <cstdlib>

namespace contend::test {

/// Whether nothing may be skipped for want of a shell or a cluster: it is a failure then.
inline bool everything_is_required() { return std::getenv("CONTEND_REQUIRE_ALL") != nullptr; }

}  // namespace contend::test
