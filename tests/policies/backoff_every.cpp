// What holds for every backoff in the list, a new one included: it names itself, it decides the
// same for the same facts and key, typed and erased, in any order of facts, and a copy of its
// memory is as good as the memory.
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/any_backoff.hpp>
#include <contend/policies/backoffs/all.hpp>

namespace contend::test {

namespace {

/// Facts as an operation may have them, and some that it never has.
attempt_facts random_facts(random_source& random) {
  const auto some = [&](std::int64_t most) {
    return random.uniform(0, std::int64_t{1} << random.uniform(0, most));
  };
  attempt_facts facts{.failures = static_cast<std::uint32_t>(some(31)),
                      .conflicts_in_a_row = static_cast<std::uint32_t>(some(5)),
                      .last = static_cast<outcome>(random.uniform(1, 5)),
                      .attempted = some(50),
                      .current = some(50),
                      .commits_since_previous = some(50),
                      .round_trip = duration{some(40)},
                      .elapsed = duration{some(50)},
                      .retry_after = duration{some(35)},
                      .now = time_point{duration{some(60)}}};
  if (random.uniform(0, 3) == 0) facts.current = 1;  // so that versions repeat
  return facts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backoff_every)

BOOST_AUTO_TEST_CASE(every_backoff_describes_itself_and_no_name_is_taken_twice) {
  std::set<std::string> seen;
  all_backoffs::for_each([&]<class B>() {
    BOOST_TEST(seen.insert(std::string{B::name}).second);
    BOOST_TEST(B::name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    BOOST_TEST(!B::summary.empty());
    BOOST_TEST(!B::formula.empty());
    BOOST_TEST(!B::reference.empty());
    std::set<std::string_view> options;
    const auto check = [&](const auto& option) {
      BOOST_TEST(!option.help.empty());
      BOOST_TEST(options.insert(option.name).second);
    };
    std::apply([&](const auto&... option) { (check(option), ...); }, B::fields());
  });
  BOOST_TEST(seen.size() == all_backoffs::size);
}

BOOST_AUTO_TEST_CASE(typed_and_erased_decide_alike_on_random_facts) {
  all_backoffs::for_each([]<class B>() {
    const B typed{};
    const any_backoff erased{typed};
    BOOST_TEST(erased.times_attempts() == times_attempts<B>);
    BOOST_TEST((erased.target<B>() != nullptr));
    for (std::uint64_t operation = 0; operation < 300; ++operation) {
      random_source facts_random{random_key{1}.with(operation)};
      backoff_memory<B> memory{};
      any_backoff::memory kept{};
      for (std::uint64_t step = 0; step < 30; ++step) {
        const attempt_facts facts = random_facts(facts_random);
        random_source one{random_key{2}.with(operation).with(step)};
        random_source other = one;
        const decision expected = ask(typed, facts, one, memory);
        BOOST_TEST_REQUIRE(erased.next(facts, other, kept) == expected);
        BOOST_TEST_REQUIRE(one() == other());
        BOOST_TEST_REQUIRE(expected.delay.count() >= 0);
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(every_mode_of_jitter_decides_alike_typed_and_erased) {
  for (const auto& [mode, name] : names(jitter_mode{})) {
    const jitter typed{.mode = mode};
    const any_backoff erased{typed};
    jitter::memory memory{};
    any_backoff::memory kept{};
    for (std::uint32_t n = 1; n < 200; ++n) {
      random_source one{random_key{3}.with(n)};
      random_source other = one;
      const decision expected = typed.next({.failures = n}, one, memory);
      BOOST_TEST(erased.next({.failures = n}, other, kept) == expected, name);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_copy_of_an_erased_memory_goes_on_from_where_it_was_copied) {
  const any_backoff erased{jitter{.mode = jitter_mode::decorrelated}};
  any_backoff::memory kept{};
  for (std::uint32_t n = 1; n < 10; ++n) {
    random_source random{random_key{4}.with(n)};
    erased.next({.failures = n}, random, kept);
  }
  any_backoff::memory copy = kept;
  random_source one{random_key{5}};
  random_source other = one;
  const decision expected = erased.next({.failures = 10}, one, kept);
  BOOST_TEST(erased.next({.failures = 10}, other, copy) == expected);
}

BOOST_AUTO_TEST_CASE(an_erased_backoff_knows_what_it_holds) {
  const any_backoff erased{fixed{.delay = std::chrono::milliseconds{3}}};
  BOOST_TEST((erased.target<fixed>()->delay == std::chrono::milliseconds{3}));
  BOOST_TEST((erased.target<none>() == nullptr));
  BOOST_TEST((any_backoff{}.target<none>() != nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
