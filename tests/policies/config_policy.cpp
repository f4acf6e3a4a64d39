// Policies from JSON against the same policies made in C++: both must decide alike. Wrong ones are
// held against the place and words of their mistakes.
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/guards/all.hpp>

using namespace contend;
using namespace contend::config;
using namespace std::chrono_literals;

namespace {

std::string mistakes(const std::string& text, const guard_map& guards = {}) {
  try {
    read_policy(text, guards, "p.json");
  } catch (const invalid_config& invalid) {
    std::string all;
    for (const diagnostic& found : invalid.list()) {
      all += std::to_string(found.line) + ':' + std::to_string(found.column) + ": " + found.message;
      all += found.hint.empty() ? "\n" : " [" + found.hint + "]\n";
    }
    return all;
  }
  return "";
}

/// The waits that a policy asks for over 20 conflicts.
std::vector<duration> waits(const any_policy& policy) {
  std::vector<duration> all;
  any_backoff::memory memory{};
  for (std::uint32_t n = 1; n <= 20; ++n) {
    random_source random{random_key{5}.with(n)};
    all.push_back(
        policy.backoff.next({.failures = n, .conflicts_in_a_row = n}, random, memory).delay);
  }
  return all;
}

guard_map two_guards() {
  return {{"checkout breaker", std::make_shared<breaker>()},
          {"shared budget", std::make_shared<budget>()}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_policy)

BOOST_AUTO_TEST_CASE(a_policy_from_json_decides_as_the_one_made_in_code) {
  const any_policy read = read_policy(R"({
    "backoff": { "jitter": { "mode": "decorrelated", "base": "5ms", "cap": "2s" } },
    "limits": { "attempts": 10, "deadline": "5s", "retry": ["conflict"] } })");
  const any_policy made{
      .backoff = jitter{.mode = jitter_mode::decorrelated, .base = 5ms, .cap = 2s},
      .limits = {.attempts = 10, .deadline = 5s, .retry = {outcome::conflict}}};
  BOOST_TEST((waits(read) == waits(made)));
  BOOST_TEST(read.limits.attempts == 10U);
  BOOST_TEST((read.limits.deadline == 5s));
  BOOST_TEST((read.limits.retry == outcome_set{outcome::conflict}));
}

BOOST_AUTO_TEST_CASE(an_empty_policy_retries_at_once_and_without_end) {
  const any_policy read = read_policy("{}");
  BOOST_TEST(read.backoff.target<none>() != nullptr);
  BOOST_TEST(read.limits.attempts == 0U);
  BOOST_TEST(read.guards.empty());
}

BOOST_AUTO_TEST_CASE(a_guard_is_shared_by_its_name) {
  const guard_map guards = two_guards();
  const any_policy read =
      read_policy(R"({ "guards": ["shared budget", "checkout breaker"] })", guards);
  BOOST_REQUIRE(read.guards.size() == 2U);
  BOOST_TEST(read.guards.begin()->get() == guards.at("shared budget").get());
  BOOST_TEST((read.guards.begin() + 1)->get() == guards.at("checkout breaker").get());
}

BOOST_AUTO_TEST_CASE(parsed_json_is_as_good_as_text) {
  const nlohmann::json json = {{"backoff", {{"fixed", {{"delay", "7ms"}}}}}};
  BOOST_TEST((waits(read_policy(json)) == std::vector<duration>(20, 7ms)));
  const nlohmann::ordered_json wrong = {{"backoff", "nnoe"}};
  BOOST_CHECK_THROW(read_policy(wrong), invalid_config);
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_as_the_same_policy) {
  const guard_map guards = two_guards();
  const any_policy policy{
      .backoff = jitter{.mode = jitter_mode::equal},
      .limits = {.attempts = 4, .retry = {outcome::throttled}, .resolve = false},
      .guards = {guards.at("checkout breaker")}};
  const node written = write_policy(policy, guards);
  const any_policy back = read_policy(to_text(written), guards);
  BOOST_TEST((waits(back) == waits(policy)));
  BOOST_TEST(back.limits.attempts == 4U);
  BOOST_TEST(!back.limits.resolve);
  BOOST_TEST(back.guards.begin()->get() == guards.at("checkout breaker").get());
  BOOST_TEST((write_policy(back, guards) == written));
}

BOOST_AUTO_TEST_CASE(what_has_no_name_cannot_be_written) {
  struct own {
    decision next(const attempt_facts&, random_source&) const { return retry_after(1ms); }
  };
  BOOST_CHECK_THROW(write_policy({.backoff = own{}}), std::invalid_argument);
  BOOST_CHECK_THROW(write_policy({.guards = {std::make_shared<breaker>()}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_guard_is_made_from_its_options) {
  const guard_recipe recipe = read_guard(R"({ "breaker": { "open_for": "2s" } })");
  BOOST_TEST(recipe.kind() == "breaker");
  BOOST_REQUIRE(recipe.options<breaker>() != nullptr);
  BOOST_TEST((recipe.options<breaker>()->open_for == 2s));
  const auto first = recipe.make(random_key{1});
  const auto second = recipe.make(random_key{1});
  BOOST_TEST(dynamic_cast<breaker*>(first.get()) != nullptr);
  BOOST_TEST(first != second);
  BOOST_CHECK_THROW(read_guard(R"({ "braker": {} })"), invalid_config);
}

BOOST_AUTO_TEST_CASE(each_mistake_of_a_policy_is_told) {
  const std::vector<std::tuple<std::string, std::string>> table{
      {R"({ "backoff": { "jiter": {} } })",
       "1:16: unknown backoff \"jiter\" [did you mean \"jitter\"?]\n"},
      {R"({ "backoff": { "jitter": { "mode": "ful" } } })",
       "1:36: unknown mode \"ful\" [did you mean \"full\"?]\n"},
      {R"({ "backoff": { "jitter": { "base": 5 } } })",
       "1:36: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"({ "backoff": { "exponential": { "multiplier": 0.5 } } })",
       "1:47: \"multiplier\" must be at least 1\n"},
      {R"({ "limits": { "attempts": -3 } })", "1:27: \"attempts\" must be from 0 to 4294967295\n"},
      {R"({ "limits": { "retry": ["permanent"] } })",
       "1:25: what is permanent is never retried "
       "[one of: \"conflict\", \"throttled\", \"transient\"]\n"},
      {R"({ "limit": {} })", "1:3: unknown field \"limit\" [did you mean \"limits\"?]\n"},
      {R"({ "guards": ["shared bugdet"] })",
       "1:14: unknown guard \"shared bugdet\" [did you mean \"shared budget\"?]\n"},
      {R"({ "guards": ["shared budget", "shared budget"] })",
       "1:31: the guard \"shared budget\" stands here again\n"},
      {R"({ "guards": "shared budget" })",
       "1:13: \"guards\" must be a list, not the string \"shared budget\"\n"},
      {R"("full jitter")", "1:1: \"policy\" must be an object, not the string \"full jitter\"\n"},
  };
  for (const auto& [text, expected] : table) BOOST_TEST(mistakes(text, two_guards()) == expected);
  BOOST_TEST(mistakes(R"({ "guards": ["x"] })") ==
             "1:14: unknown guard \"x\" [no guard is defined]\n");
}

BOOST_AUTO_TEST_CASE(coordination_is_read_with_its_policy) {
  const guard_map guards = two_guards();
  const std::string text = R"({
    "backoff": "eventual",
    "coordination": [
      "serialize",
      { "background_queue": { "jobs": 50, "workers": 2, "patience": "1s",
                              "policy": { "backoff": { "fixed": { "delay": "7ms" } },
                                          "limits": { "attempts": 9 },
                                          "guards": ["shared budget"] } } } ] })";
  const coordinated_policy read = read_coordinated_policy(text, guards);
  BOOST_TEST(read.policy.backoff.target<eventual>() != nullptr);
  BOOST_REQUIRE(read.coordination.size() == 2U);
  BOOST_TEST(std::get<coordination::serialize>(read.coordination[0].kind).waiting == 1024U);
  const auto& queue = std::get<coordination::background_queue>(read.coordination[1].kind);
  BOOST_TEST(queue.jobs == 50U);
  BOOST_TEST(queue.workers == 2U);
  BOOST_TEST((queue.patience == 1s));
  BOOST_TEST((waits(read.background) == std::vector<duration>(20, 7ms)));
  BOOST_TEST(read.background.limits.attempts == 9U);
  BOOST_TEST(read.background.guards.begin()->get() == guards.at("shared budget").get());
  const auto coalesce = read_coordinated_policy(R"({ "coordination": [{ "coalesce": {} }] })");
  BOOST_TEST(std::get<coordination::coalesce>(coalesce.coordination.at(0).kind).batch == 256U);
  BOOST_TEST(read_coordinated_policy("{}").coordination.empty());
}

BOOST_AUTO_TEST_CASE(coordination_says_who_shares_it) {
  const auto shared_by = [](const std::string& one) {
    return read_coordinated_policy(R"({ "coordination": [)" + one + "] }")
        .coordination.at(0)
        .shared_by;
  };
  BOOST_TEST((shared_by(R"("serialize")") == sharing::node));
  BOOST_TEST((shared_by(R"({ "coalesce": {} })") == sharing::node));
  BOOST_TEST((shared_by(R"({ "coalesce": {}, "shared_by": "writer" })") == sharing::writer));
  BOOST_TEST((shared_by(R"({ "shared_by": "all", "background_queue": {} })") == sharing::all));
}

BOOST_AUTO_TEST_CASE(coordination_is_never_passed_over) {
  BOOST_TEST(mistakes(R"({ "coordination": ["serialize"] })") ==
             "0:0: the policy has \"coordination\", which is not read here "
             "[read_coordinated_policy() reads it]\n");
}

BOOST_AUTO_TEST_CASE(each_mistake_of_coordination_is_told) {
  const std::vector<std::tuple<std::string, std::string>> table{
      {R"({ "coordination": ["serialise"] })",
       "1:20: unknown coordination \"serialise\" [did you mean \"serialize\"?]\n"},
      {R"({ "coordination": ["serialize", { "serialize": {} }] })",
       "1:33: \"serialize\" stands here again\n"},
      {R"({ "coordination": ["serialize", { "shared_by": "all", "serialize": {} }] })",
       "1:33: \"serialize\" stands here again\n"},
      {R"({ "coordination": [{ "serialize": {}, "shared_by": "nodes" }] })",
       "1:52: unknown shared_by \"nodes\" [did you mean \"node\"?]\n"},
      {R"({ "coordination": ["coalesce", "background_queue"] })",
       "1:32: \"coalesce\" and \"background_queue\" do not go together\n"},
      {R"({ "coordination": [{ "coalesce": { "batch": 0 } }] })",
       "1:45: \"batch\" must be from 1 to 65536\n"},
      {R"({ "coordination": [{ "background_queue": { "policy": { "guards": ["bugdet"] } } }] })",
       "1:67: unknown guard \"bugdet\" [one of: \"checkout breaker\", \"shared budget\"]\n"},
      {R"({ "coordination": [{ "background_queue": { "policy": { "coordination": [] } } }] })",
       "1:56: unknown field \"coordination\" [one of: \"backoff\", \"limits\", \"guards\"]\n"},
  };
  for (const auto& [text, expected] : table) BOOST_TEST(mistakes(text, two_guards()) == expected);
}

BOOST_AUTO_TEST_SUITE_END()
