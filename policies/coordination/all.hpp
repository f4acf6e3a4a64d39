// Every kind of coordination that has a name: what stands around an operation, and so does I/O or
// queueing. Here are its options alone, as configuration has them; the library carries them out in
// store/coordination/ and store/background/, the simulator by the same books in sim/.
//
// Adding one to the list is all that registers it with configuration, schema and `explain`.
#pragma once

#include <variant>

#include <contend/policies/coordination/background_queue.hpp>
#include <contend/policies/coordination/coalesce.hpp>
#include <contend/policies/coordination/serialize.hpp>
#include <contend/policies/type_list.hpp>

namespace contend {

using all_coordinations =
    type_list<coordination::serialize, coordination::coalesce, coordination::background_queue>;

using any_coordination =
    std::variant<coordination::serialize, coordination::coalesce, coordination::background_queue>;

}  // namespace contend
