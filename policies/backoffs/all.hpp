// Every backoff that has a name. Adding one to the list is all that registers it: configuration,
// schema, `explain`, reports and the tests that hold for every backoff follow from here.
#pragma once

#include <contend/policies/backoffs/adaptive.hpp>
#include <contend/policies/backoffs/detailed_conflict.hpp>
#include <contend/policies/backoffs/eventual.hpp>
#include <contend/policies/backoffs/exponential.hpp>
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/policies/backoffs/none.hpp>
#include <contend/policies/type_list.hpp>

namespace contend {

using all_backoffs =
    type_list<none, fixed, exponential, jitter, adaptive, detailed_conflict, eventual>;

}  // namespace contend
