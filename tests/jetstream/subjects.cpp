// Subjects are injective: held against random byte strings.
#include <algorithm>
#include <map>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/store/event_store.hpp>
#include <contend/store/nats/detail/subjects.hpp>

using namespace contend;
using namespace contend::nats;

namespace {

/// Short strings of bytes that escaping, separators and wildcards are made of: most likely to meet.
std::string awkward(random_source& from) {
  constexpr std::string_view alphabet{"..=_*> a2E\0\t\xC3\xBC", 14};
  std::string name;
  for (auto left = from.uniform(0, 4); left > 0; --left)
    name += alphabet[static_cast<std::size_t>(from.uniform(0, alphabet.size() - 1))];
  return name;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subjects_of_actors)

BOOST_AUTO_TEST_CASE(plain_names_stay_readable_and_others_are_escaped) {
  const subjects names{"CONTEND", "default"};
  BOOST_TEST(names.events("account-1") == "CONTEND.default.account-1");
  BOOST_TEST(names.snapshots("account-1") == "CONTEND_SNAPSHOTS.default.account-1");
  BOOST_TEST(names.events("a b.c*>_=") == "CONTEND.default.a=20b=2Ec=2A=3E=5F=3D");
  BOOST_TEST(names.events("") == "CONTEND.default.=");
  BOOST_TEST(subjects("S", "").events("ü") == "S.=.=C3=BC");
}

BOOST_AUTO_TEST_CASE(only_what_token_of_makes_is_a_token) {
  for (const char* bad : {"", "=4", "=4g", "=41", "=c3", "a.b", "a b", "a_b", "==", "a="})
    BOOST_TEST(!name_of(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(no_two_pairs_of_namespace_and_actor_share_a_subject_or_an_id) {
  random_source random{random_key{20}};
  std::map<std::string, std::pair<std::string, std::string>> seen;
  std::map<std::string, std::pair<std::string, std::string>> ids;
  for (int i = 0; i < 100'000; ++i) {
    const std::pair pair{awkward(random), awkward(random)};
    const subjects names{"S", pair.first};
    const std::string subject = names.events(pair.second);
    BOOST_REQUIRE(seen.emplace(subject, pair).first->second == pair);
    BOOST_REQUIRE(ids.emplace(names.message_id(pair.second, "e"), pair).first->second == pair);
    const auto back = address_of("S", subject);
    BOOST_REQUIRE((back && back->name_space == pair.first && back->actor == pair.second));
    // Three tokens that a server takes literally: no wildcard, no space, none empty.
    BOOST_REQUIRE(subject.find_first_of("*> \t\r\n\0") == std::string::npos);
    BOOST_REQUIRE(std::count(subject.begin(), subject.end(), '.') == 2);
    BOOST_REQUIRE((subject.find("..") == std::string::npos && subject.back() != '.'));
  }
  BOOST_TEST(seen.size() > 50'000U);
}

BOOST_AUTO_TEST_CASE(the_longest_names_make_a_subject_that_a_server_takes) {
  const std::string subject = subjects{std::string(64, 'S'), std::string(64, '.')}.snapshots(
      std::string(max_name_length, '.'));
  // One line of the protocol, with the subject, a reply and the API's prefix, has 4,096 bytes.
  BOOST_TEST(subject.size() < 3'500U);
}

BOOST_AUTO_TEST_SUITE_END()
