// A store that stores and then says nothing: what a timeout after sending looks like. Every other
// append loses its answer, under eight threads that contend for one actor.
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/none.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/forwarding_store.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;

namespace {

class forgetful_store final : public forwarding_store {
 public:
  explicit forgetful_store(event_store& behind) : forwarding_store{behind} {}

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override {
    auto answer = behind().append(actor, expected, events);
    if (calls_++ % 2 == 0) return store_error{.code = store_errc::unanswered};
    return answer;
  }

 private:
  std::atomic<unsigned> calls_{0};
};

new_event something(const history&) { return {.type = "Counted"}; }

constexpr std::size_t threads = 8;
constexpr std::size_t each = 200;

}  // namespace

BOOST_AUTO_TEST_SUITE(lost_answers)

BOOST_AUTO_TEST_CASE(resolved_appends_are_stored_once_each) {
  memory_store held;
  forgetful_store store{held};
  const policy<none> p{};
  std::atomic<std::size_t> committed{0};
  {
    std::vector<std::jthread> running;
    for (std::size_t t = 0; t < threads; ++t)
      running.emplace_back([&] {
        for (std::size_t i = 0; i < each; ++i)
          if (execute(store, "a", p, something).committed()) ++committed;
      });
  }
  BOOST_TEST(committed == threads * each);
  BOOST_TEST(store.get_events("a", {}).value().size() == threads * each);
}

BOOST_AUTO_TEST_CASE(an_append_retried_blindly_is_stored_twice) {
  memory_store held;
  forgetful_store store{held};
  const policy<none> blind{
      .limits = {.retry = {outcome::conflict, outcome::ambiguous}, .resolve = false}};
  for (std::size_t i = 0; i < each; ++i)
    BOOST_TEST(execute(store, "a", blind, something).committed());
  BOOST_TEST(store.get_events("a", {}).value().size() == 2 * each);
}

BOOST_AUTO_TEST_SUITE_END()
