// Every kind of coordination that has a name: what stands around an operation, and so does I/O or
// queueing. Here are its options alone, as configuration has them; the library carries them out in
// store/coordination/ and store/background/, the simulator by the same books in sim/.
//
// Adding one to the list is all that registers it with configuration, schema and `explain`.
#pragma once

#include <concepts>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

#include <contend/policies/coordination/background_queue.hpp>
#include <contend/policies/coordination/coalesce.hpp>
#include <contend/policies/coordination/serialize.hpp>
#include <contend/policies/coordination/sharing.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/type_list.hpp>

namespace contend {

using all_coordinations =
    type_list<coordination::serialize, coordination::coalesce, coordination::background_queue>;

using any_coordination =
    std::variant<coordination::serialize, coordination::coalesce, coordination::background_queue>;

/// One kind, and who shares an instance of it: { "serialize": {}, "shared_by": "all" }. The
/// simulator goes by `shared_by`; a program shares what it hands out.
struct shared_coordination {
  any_coordination kind{};
  sharing shared_by = sharing::node;

  shared_coordination() = default;
  template <class Kind>
  requires std::constructible_from<any_coordination, Kind> shared_coordination(
      Kind k, sharing by = sharing::node)  // NOLINT: a kind is shared by node
      : kind{std::move(k)}, shared_by{by} {}

  static constexpr auto fields() {
    return std::tuple{
        field("", &shared_coordination::kind, "what stands around the operation"),
        field("shared_by", &shared_coordination::shared_by, "who shares one instance of it")};
  }
};

}  // namespace contend
