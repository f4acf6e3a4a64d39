// Policies from JSON and back: the object that a scenario was simulated with is the one that
// production loads.
//
//   const any_policy mine = config::read_policy(R"({
//     "backoff": { "jitter": { "mode": "full", "base": "5ms", "cap": "2s" } },
//     "limits":  { "attempts": 10, "deadline": "5s" },
//     "guards":  ["checkout breaker"]
//   })", {{"checkout breaker", my_breaker}});
//
// All of it may be left out: no backoff is `none`, no limits are no limits. What stands around the
// operation ("coordination": ["serialize"]) is read by read_coordinated_policy().
//
// Errors: config::invalid_config, with every mistake and its place.
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <contend/policies/config/guard_recipe.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/policies/config/shape_of.hpp>
#include <contend/policies/coordination/all.hpp>
#include <contend/policies/policy.hpp>

template <>
inline constexpr std::string_view contend::config::noun<contend::any_coordination> = "coordination";

namespace contend::config {

/// The guards that a policy may name. Shares ownership with the policies that name them.
using guard_map = std::map<std::string, std::shared_ptr<guard>, std::less<>>;

/// A policy as it is written: its guards are still names.
struct policy_description {
  any_backoff backoff{};
  contend::limits limits{};
  std::vector<std::string> guards{};
  std::optional<std::vector<shared_coordination>> coordination{};

  static constexpr auto fields() {
    return std::tuple{
        field("backoff", &policy_description::backoff, "how long to wait before a retry"),
        field("limits", &policy_description::limits,
              "where retrying ends; without them it does not"),
        field("guards", &policy_description::guards, "names of guards, asked in this order"),
        field("coordination", &policy_description::coordination,
              "what stands around the operation: in each process, or shared otherwise")};
  }
};

/// A policy with what stands around its operations: options for turns, coalescer and
/// background_queue of contend::store (store/coordination/options.hpp).
struct coordinated_policy {
  any_policy policy{};
  std::vector<shared_coordination> coordination{};
  any_policy background{};  ///< Under which the background queue works, if there is one.
};

/// From JSON text, called `name` in messages. Coordination is a mistake here.
any_policy read_policy(std::string_view text, const guard_map& guards = {},
                       std::string_view name = "policy");

/// From JSON that has been parsed. Places in messages are those of its text as it would be written.
template <class Json>
requires std::same_as<Json, nlohmann::json> || std::same_as<Json, nlohmann::ordered_json> any_policy
read_policy(const Json& json, const guard_map& guards = {}, std::string_view name = "policy") {
  return read_policy(std::string_view{json.dump(2)}, guards, name);
}

/// The same with its coordination.
coordinated_policy read_coordinated_policy(std::string_view text, const guard_map& guards = {},
                                           std::string_view name = "policy");

/// JSON with every field. `guards` gives the names; throws std::invalid_argument for a guard of the
/// policy that it has not, and for a backoff that has no name (one that is not in all_backoffs).
node write_policy(const any_policy& policy, const guard_map& guards = {});

/// One guard from JSON text, { "breaker": { "open_for": "5s" } }.
guard_recipe read_guard(std::string_view text, std::string_view name = "guard");

/// The names of all guards; nothing where they are not known, so that any may be there.
using known_guards = std::optional<std::vector<std::string_view>>;

/// What reading alone does not see in a policy_description read from `policy`: names of guards that
/// `known` has not, or that stand there twice; classes of failure that are never retried;
/// coordination that does not go together. Mistakes go to `errors`.
void check_policy(const node& policy, const known_guards& known, diagnostics& errors);

/// Made from all_backoffs.
template <>
struct shape_for<any_backoff> {
  static one_of_shape make();
};

}  // namespace contend::config
