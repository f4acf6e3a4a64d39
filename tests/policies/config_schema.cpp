// The schema of a described struct, held against the text that it should be; that of a policy
// against what the descriptions say, so that a new backoff is found there by itself.
#include <array>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/config/schema.hpp>

using namespace contend;
using namespace contend::config;
using namespace std::chrono_literals;

namespace {

struct once {
  static constexpr std::string_view name = "once";
  static constexpr std::string_view summary = "one time";
  static constexpr auto fields() { return std::tuple{}; }
};
struct often {
  contend::rate rate{};
  static constexpr std::string_view name = "often";
  static constexpr auto fields() {
    return std::tuple{field("rate", &often::rate, "how often", above(0))};
  }
};
struct options {
  std::variant<once, often> when{};
  duration wait = 5ms;
  share part{0.5};
  std::optional<std::uint32_t> most{};

  static constexpr auto fields() {
    return std::tuple{field("", &options::when, "when"),
                      field("wait", &options::wait, "a wait", at_least(0)),
                      field("part", &options::part, "a part"),
                      field("most", &options::most, "the most", between(1, 10))};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(config_schema)

BOOST_AUTO_TEST_CASE(a_struct_has_the_schema_of_its_description) {
  const std::string expected = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "options",
  "anyOf": [
    { "enum": ["once", "often"] },
    {
      "type": "object",
      "properties": {
        "wait": {
          "type": "string",
          "pattern": "^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h)$",
          "description": "a wait",
          "default": "5ms"
        },
        "part": {
          "anyOf": [
            { "type": "number", "minimum": 0.0, "maximum": 1.0 },
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$" }
          ],
          "description": "a part",
          "default": "50%"
        },
        "most": { "type": "integer", "minimum": 1.0, "maximum": 10.0, "description": "the most" },
        "once": {
          "type": "object",
          "description": "one time",
          "properties": {},
          "additionalProperties": false
        },
        "often": {
          "type": "object",
          "properties": {
            "rate": {
              "type": "string",
              "pattern": "^[0-9]+(\\.[0-9]+)?/(ns|us|ms|s|m|h)$",
              "description": "how often"
            }
          },
          "required": ["rate"],
          "additionalProperties": false
        }
      },
      "oneOf": [{ "required": ["once"] }, { "required": ["often"] }],
      "additionalProperties": false
    }
  ]
}
)";
  BOOST_TEST(to_text(schema_of<options>("options")) == expected);
}

BOOST_AUTO_TEST_CASE(what_needs_nothing_beside_its_kind_may_be_that_name_alone) {
  const node schema = schema_of<policy_description>("policy");
  const node* forms = schema.find("properties")->find("coordination")->find("items")->find("anyOf");
  BOOST_REQUIRE(forms != nullptr);
  const auto& all = *forms->as<node::array>();
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST(to_text(all[0]) ==
             "{ \"enum\": [\"serialize\", \"coalesce\", \"background_queue\"] }\n");
  BOOST_TEST(all[1].find("properties")->find("shared_by") != nullptr);
}

BOOST_AUTO_TEST_CASE(every_backoff_is_in_the_schema_of_a_policy_once) {
  const node schema = schema_of<policy_description>("policy");
  BOOST_TEST(*schema.find("properties")->find("backoff")->find("$ref")->as<std::string>() ==
             "#/$defs/backoff");
  const node* backoff = schema.find("$defs")->find("backoff");
  BOOST_REQUIRE(backoff != nullptr);
  const auto& forms = *backoff->find("anyOf")->as<node::array>();
  const auto& known = *forms[0].find("enum")->as<node::array>();
  BOOST_TEST(known.size() == all_backoffs::size);
  BOOST_TEST(forms.size() == all_backoffs::size + 1);
  std::size_t at = 0;
  all_backoffs::for_each([&]<class B>() {
    BOOST_TEST(*known[at].as<std::string>() == B::name);
    BOOST_TEST(forms[++at].find("properties")->find(B::name) != nullptr);
  });
}

BOOST_AUTO_TEST_SUITE_END()
