// Every guard that has a name. Adding one to the list is all that registers it. Each is made from
// its options and a key of randomness: `G{G::options{…}, random_key{…}}`.
#pragma once

#include <contend/policies/guards/breaker.hpp>
#include <contend/policies/guards/budget.hpp>
#include <contend/policies/type_list.hpp>

namespace contend {

using all_guards = type_list<breaker, budget>;

}  // namespace contend
