// The schema of the scenario file against the shipped scenarios: each key that they use must be in
// it. A small walk along "properties", "anyOf" and "$ref" does for that; a full validator is not
// needed.
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/document.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>

using namespace contend;
using namespace contend::scenarios;
using config::node;

namespace {

const node& followed(const node& root, const node& schema) {
  const node* reference = schema.find("$ref");
  if (reference == nullptr) return schema;
  return *root.find("$defs")->find(reference->as<std::string>()->substr(8));
}

/// Whether `value` may be, as far as its keys go.
bool knows(const node& root, const node& unresolved, const node& value) {
  const node& schema = followed(root, unresolved);
  const auto* members = value.as<node::object>();
  if (members == nullptr) return true;
  if (const node* forms = schema.find("anyOf")) {
    for (const node& form : *forms->as<node::array>())
      if (form.find("type") != nullptr && *form.find("type")->as<std::string>() == "object" &&
          knows(root, form, value))
        return true;
    return false;
  }
  for (const config::member& m : *members) {
    const node* properties = schema.find("properties");
    const node* known = properties == nullptr ? nullptr : properties->find(m.key);
    const node* others = schema.find("additionalProperties");
    if (known == nullptr && others != nullptr && others->as<node::object>() != nullptr)
      known = others;
    if (known == nullptr || !knows(root, *known, m.held)) return false;
  }
  return true;
}

node parsed(std::string_view text) {
  config::diagnostics errors;
  const config::document file = config::parse(std::string{text}, "x.json", errors);
  errors.throw_if_any();
  return file.root;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_schema)

BOOST_AUTO_TEST_CASE(every_key_of_every_shipped_scenario_is_in_the_schema) {
  const node root = schema();
  for (const shipped_scenario& shipped : library())
    BOOST_TEST(knows(root, root, parsed(shipped.text)), shipped.name);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_nowhere_is_not_in_the_schema) {
  const node root = schema();
  BOOST_TEST(!knows(root, root, parsed(R"({ "sed": 1 })")));
  BOOST_TEST(!knows(root, root, parsed(R"({ "network": { "hop": { "normal": { "men": 1 } } } })")));
  BOOST_TEST(knows(root, root, parsed(R"({ "network": { "hop": { "normal": { "mean": 1 } } } })")));
  BOOST_TEST(!knows(root, root, parsed(R"({ "policies": { "a": { "backoff": { "x": {} } } } })")));
}

BOOST_AUTO_TEST_SUITE_END()
