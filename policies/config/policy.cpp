#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/config/reader.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/writer.hpp>
#include <contend/policies/guards/all.hpp>

namespace contend::config {

one_of_shape shape_for<any_backoff>::make() {
  std::vector<one_of_shape::choice> choices;
  all_backoffs::for_each([&]<class B>() {
    choices.push_back(detail::choice_of<any_backoff, B>([](const void* from) -> const void* {
      return static_cast<const any_backoff*>(from)->target<B>();
    }));
  });
  return {"backoff", std::move(choices)};
}

one_of_shape shape_for<guard_recipe>::make() {
  std::vector<one_of_shape::choice> choices;
  all_guards::for_each([&]<configurable_guard G>() {
    using options = typename G::options;
    choices.push_back(
        {.name = G::name,
         .summary = detail::summary_of<G>(),
         .formula = detail::formula_of<G>(),
         .reference = detail::reference_of<G>(),
         .options = dynamic_cast<const record_shape*>(&shape_of<options>()),
         .read =
             [](const shape& shape_of_options, const node& from, void* into, const reading& as) {
               options made{};
               shape_of_options.read(from, &made, as);
               *static_cast<guard_recipe*>(into) = guard_recipe::of<G>(std::move(made));
             },
         .held = [](const void* from) -> const void* {
           return static_cast<const guard_recipe*>(from)->options<G>();
         }});
  });
  return {"guard", std::move(choices)};
}

namespace {

void check_guards(const node& guards, const std::vector<std::string_view>& known,
                  diagnostics& errors) {
  const auto* names = guards.as<node::array>();
  if (names == nullptr) return;
  std::set<std::string_view> seen;
  for (const node& item : *names) {
    const auto* name = item.as<std::string>();
    if (name == nullptr || errors.full()) continue;
    if (!seen.insert(*name).second)
      errors.error(item.where, fmt::format("the guard \"{}\" stands here again", *name));
    if (std::find(known.begin(), known.end(), *name) != known.end()) continue;
    errors.error(item.where, fmt::format("unknown guard \"{}\"", *name),
                 known.empty() ? "no guard is defined" : did_you_mean(*name, known));
  }
}

void check_retry(const node& retry, diagnostics& errors) {
  const auto* names = retry.as<node::array>();
  if (names == nullptr) return;
  for (const node& item : *names)
    for (const outcome never : {outcome::committed, outcome::permanent, outcome::ambiguous})
      if (const auto* name = item.as<std::string>(); name != nullptr && *name == to_string(never))
        errors.error(item.where, fmt::format("what is {} is never retried", *name),
                     "one of: \"conflict\", \"throttled\", \"transient\"");
}

}  // namespace

void check_policy(const node& policy, const std::vector<std::string_view>& known,
                  diagnostics& errors) {
  if (const node* named = policy.find("guards")) check_guards(*named, known, errors);
  if (const node* limits = policy.find("limits"))
    if (const node* retry = limits->find("retry")) check_retry(*retry, errors);
}

any_policy read_policy(std::string_view text, const guard_map& guards, std::string_view name) {
  diagnostics errors;
  const document file = parse(std::string{text}, std::string{name}, errors);
  errors.throw_if_any();
  policy_description read_as;
  read(file.root, read_as, errors, "policy");
  std::vector<std::string_view> known;
  for (const auto& [guard_name, held] : guards) known.push_back(guard_name);
  check_policy(file.root, known, errors);
  errors.throw_if_any();

  std::vector<std::shared_ptr<guard>> held;
  for (const std::string& guard_name : read_as.guards)
    held.push_back(guards.find(guard_name)->second);
  return {.backoff = std::move(read_as.backoff),
          .limits = read_as.limits,
          .guards = guard_list{std::move(held)}};
}

node write_policy(const any_policy& policy, const guard_map& guards) {
  policy_description written{.backoff = policy.backoff, .limits = policy.limits};
  for (const auto& held : policy.guards) {
    const auto named =
        std::find_if(guards.begin(), guards.end(), [&](const auto& g) { return g.second == held; });
    if (named == guards.end()) throw std::invalid_argument{"a guard of the policy has no name"};
    written.guards.push_back(named->first);
  }
  node made = write(written);
  if (made.find("backoff") == nullptr)
    throw std::invalid_argument{"the policy's backoff has no name: it is not in all_backoffs"};
  return made;
}

guard_recipe read_guard(std::string_view text, std::string_view name) {
  diagnostics errors;
  const document file = parse(std::string{text}, std::string{name}, errors);
  errors.throw_if_any();
  guard_recipe made;
  read(file.root, made, errors, "guard");
  errors.throw_if_any();
  return made;
}

}  // namespace contend::config
