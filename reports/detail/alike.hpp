// Policies that came out as one, to the last digit.
#pragma once

#include <string>

#include <contend/measure/result.hpp>

namespace contend::reports::detail {

/// "“a” and “b” did exactly the same": policies of which every metric that both have is equal in
/// every replication at every point, so that what they differ in (a guard, a cap, a limit) cannot
/// have done anything. Empty where there are none.
std::string alike(const measure::result& r);

}  // namespace contend::reports::detail
