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

void check_guards(const node& guards, const known_guards& known, diagnostics& errors) {
  const auto* names = guards.as<node::array>();
  if (names == nullptr) return;
  std::set<std::string_view> seen;
  for (const node& item : *names) {
    const auto* name = item.as<std::string>();
    if (name == nullptr || errors.full()) continue;
    if (!seen.insert(*name).second)
      errors.error(item.where, fmt::format("the guard \"{}\" stands here again", *name));
    else if (known && std::find(known->begin(), known->end(), *name) == known->end())
      errors.error(item.where, fmt::format("unknown guard \"{}\"", *name),
                   known->empty() ? "no guard is defined" : did_you_mean(*name, *known));
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

bool is_coordination(std::string_view name) {
  const auto& kinds = dynamic_cast<const one_of_shape&>(shape_of<any_coordination>());
  const std::vector<std::string_view> names = kinds.names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// "serialize", or the key of { "serialize": …, "shared_by": … }; empty where it is neither.
std::string_view kind_of(const node& coordination) {
  if (const auto* name = coordination.as<std::string>())
    return is_coordination(*name) ? std::string_view{*name} : std::string_view{};
  if (const auto* members = coordination.as<node::object>())
    for (const member& m : *members)
      if (is_coordination(m.key)) return m.key;
  return {};
}

/// Coalesce makes one operation of many, whose ends nobody could take apart again to defer some.
void check_together(std::string_view a, std::string_view b, const place& where,
                    diagnostics& errors) {
  if (a.empty() || b.empty()) return;  // reading told
  if (a == b) return errors.error(where, fmt::format("\"{}\" stands here again", a));
  const std::string_view coalesce = coordination::coalesce::name;
  if (a == coalesce || b == coalesce)
    errors.error(where, fmt::format("\"{}\" and \"{}\" do not go together", a, b));
}

void check_coordination(const node& all, const known_guards& known, diagnostics& errors) {
  const auto* list = all.as<node::array>();
  if (list == nullptr) return;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const node& item = (*list)[i];
    for (std::size_t before = 0; before < i; ++before)
      check_together(kind_of((*list)[before]), kind_of(item), item.where, errors);
    const node* queue = item.find(coordination::background_queue::name);
    if (const node* policy = queue == nullptr ? nullptr : queue->find("policy"))
      check_policy(*policy, known, errors);
  }
}

any_policy made_of(any_backoff backoff, const limits& limits, const std::vector<std::string>& names,
                   const guard_map& guards) {
  std::vector<std::shared_ptr<guard>> held;
  for (const std::string& name : names) held.push_back(guards.find(name)->second);
  return {.backoff = std::move(backoff), .limits = limits, .guards = guard_list{std::move(held)}};
}

}  // namespace

void check_policy(const node& policy, const known_guards& known, diagnostics& errors) {
  if (const node* named = policy.find("guards")) check_guards(*named, known, errors);
  if (const node* limits = policy.find("limits"))
    if (const node* retry = limits->find("retry")) check_retry(*retry, errors);
  if (const node* all = policy.find("coordination")) check_coordination(*all, known, errors);
}

coordinated_policy read_coordinated_policy(std::string_view text, const guard_map& guards,
                                           std::string_view name) {
  diagnostics errors;
  const document file = parse(std::string{text}, std::string{name}, errors);
  errors.throw_if_any();
  policy_description read_as;
  read(file.root, read_as, errors, "policy");
  known_guards known{std::in_place};
  for (const auto& [guard_name, held] : guards) known->push_back(guard_name);
  check_policy(file.root, known, errors);
  errors.throw_if_any();

  coordinated_policy made{
      .policy = made_of(std::move(read_as.backoff), read_as.limits, read_as.guards, guards)};
  if (read_as.coordination) made.coordination = std::move(*read_as.coordination);
  for (const shared_coordination& one : made.coordination)
    if (const auto* queue = std::get_if<coordination::background_queue>(&one.kind))
      made.background =
          made_of(queue->policy.backoff, queue->policy.limits, queue->policy.guards, guards);
  return made;
}

any_policy read_policy(std::string_view text, const guard_map& guards, std::string_view name) {
  coordinated_policy read = read_coordinated_policy(text, guards, name);
  if (read.coordination.empty()) return std::move(read.policy);
  diagnostics errors;
  errors.error(std::string{name}, "the policy has \"coordination\", which is not read here",
               "read_coordinated_policy() reads it");
  throw invalid_config{errors};
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
