// read(write(x)) is x: every backoff and guard that is registered, with every field drawn at random
// through its own description, so that a new one is covered without a line here.
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/guard_recipe.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/config/reader.hpp>
#include <contend/policies/config/writer.hpp>
#include <contend/policies/guards/all.hpp>

using namespace contend;
using namespace contend::config;

namespace {

constexpr int samples = 300;

/// Within the bounds, both ends likely.
double draw(random_source& random, const bounds& within, double most) {
  const double low = std::max(within.least, -most);
  const double high = std::min(within.most, most);
  switch (random.uniform(0, 9)) {
    case 0:
      return within.least_excluded ? high : low;
    case 1:
      return high;
    default: {
      const double drawn = low + (high - low) * random.unit() * random.unit();
      return within.least_excluded && drawn <= low ? high : drawn;
    }
  }
}

void randomise(random_source& random, const bounds& within, duration& d) {
  d = duration{static_cast<std::int64_t>(draw(random, within, 9e18))};
  if (within.least_excluded && d == duration::zero()) d = duration{1};
}
void randomise(random_source& random, const bounds& within, share& s) {
  s.value = std::clamp(draw(random, within, 1), 0.0, 1.0);
}
void randomise(random_source& random, const bounds& within, rate& r) {
  r.per_second = std::abs(draw(random, within, 1e12));
}
void randomise(random_source& random, const bounds& within, double& d) {
  d = draw(random, within, 1e300);
}
void randomise(random_source& random, const bounds&, bool& b) { b = random.uniform(0, 1) == 1; }
void randomise(random_source& random, const bounds&, outcome_set& set) {
  set = {};
  for (const outcome o : {outcome::conflict, outcome::throttled, outcome::transient})
    if (random.uniform(0, 1) == 1) set.insert(o);
}
template <std::integral T>
void randomise(random_source& random, const bounds& within, T& i) {
  const auto most = static_cast<double>(std::numeric_limits<T>::max() / 2);
  const auto least = std::max(static_cast<double>(std::numeric_limits<T>::lowest()), within.least);
  i = static_cast<T>(std::max(draw(random, within, most), least));
}
template <named_enum E>
void randomise(random_source& random, const bounds&, E& e) {
  const auto all = names(E{});
  e = all[static_cast<std::size_t>(random.uniform(0, std::ssize(all) - 1))].value;
}

template <described C>
void randomise_fields(random_source& random, C& c) {
  std::apply([&](const auto&... f) { (randomise(random, f.limits, c.*f.member), ...); },
             C::fields());
}

template <described C>
bool same_fields(const C& a, const C& b) {
  const auto same = [](const auto& x, const auto& y) {
    if constexpr (requires { x == y; })
      return x == y;
    else
      return false;
  };
  return std::apply([&](const auto&... f) { return (same(a.*f.member, b.*f.member) && ...); },
                    C::fields());
}

/// Through the text, as a file would hold it.
template <class T>
T there_and_back(const T& value) {
  return read_text<T>(to_text(write(value)), "written.json");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_roundtrip)

BOOST_AUTO_TEST_CASE(every_backoff_reads_as_it_was_written) {
  all_backoffs::for_each([]<class B>() {
    for (std::uint64_t i = 0; i < samples; ++i) {
      random_source random{random_key{41}.with(i)};
      B backoff{};
      randomise_fields(random, backoff);
      const any_backoff back = there_and_back(any_backoff{backoff});
      BOOST_REQUIRE_MESSAGE(back.template target<B>() != nullptr, B::name);
      BOOST_TEST(same_fields(*back.template target<B>(), backoff),
                 B::name << ": " << to_text(write(any_backoff{backoff})));
    }
  });
}

BOOST_AUTO_TEST_CASE(every_guard_reads_as_it_was_written) {
  all_guards::for_each([]<class G>() {
    for (std::uint64_t i = 0; i < samples; ++i) {
      random_source random{random_key{43}.with(i)};
      typename G::options options{};
      randomise_fields(random, options);
      const guard_recipe back = there_and_back(guard_recipe::of<G>(options));
      BOOST_REQUIRE_MESSAGE(back.options<G>() != nullptr, G::name);
      BOOST_TEST(same_fields(*back.options<G>(), options), G::name);
    }
  });
}

BOOST_AUTO_TEST_CASE(limits_read_as_they_were_written) {
  for (std::uint64_t i = 0; i < samples; ++i) {
    random_source random{random_key{47}.with(i)};
    limits drawn{};
    randomise_fields(random, drawn);
    BOOST_TEST(same_fields(there_and_back(drawn), drawn));
  }
}

BOOST_AUTO_TEST_CASE(what_was_written_is_written_again_as_the_same_text) {
  all_backoffs::for_each([]<class B>() {
    const std::string text = to_text(write(any_backoff{B{}}));
    BOOST_TEST(to_text(write(read_text<any_backoff>(text, "w"))) == text);
  });
}

BOOST_AUTO_TEST_SUITE_END()
