// The stores that the suite is run on: the executable that links it says which.
//
//   const std::vector<store_kind>& contend::test::all_stores() {      // one line a store
//     static const std::vector<store_kind> all = {
//         {"memory", [] { return std::make_unique<memory_home>(); }},
//     };
//     return all;
//   }
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/store/event_store.hpp>

namespace contend::test {

/// A place for stores, empty at first and gone with the object.
class store_home {
 public:
  store_home() = default;
  store_home(const store_home&) = delete;
  store_home& operator=(const store_home&) = delete;
  virtual ~store_home() = default;

  /// A store that is not connected to any other object but through what it keeps: two of one
  /// namespace see the same events where the store shares them at all, two of different ones never.
  virtual std::unique_ptr<event_store> open(const std::string& name_space) = 0;

  /// Whether a second open() of a namespace finds what the first has stored.
  [[nodiscard]] virtual bool shares() const { return true; }

  /// Puts bytes that are no event at a version above the current one, past all checks.
  virtual void plant_event(event_store& store, const std::string& name_space,
                           const std::string& actor, version at, const std::string& bytes) = 0;
  virtual void plant_snapshot(event_store& store, const std::string& name_space,
                              const std::string& actor, version at, const std::string& bytes) = 0;
};

struct store_kind {
  std::string name;
  std::function<std::unique_ptr<store_home>()> make;
};

/// Defined by the executable.
const std::vector<store_kind>& all_stores();

/// What most tests need: one home and one store.
struct fresh {
  std::unique_ptr<store_home> home;
  std::unique_ptr<event_store> held;
  event_store& store;

  explicit fresh(const store_kind& kind)
      : home{kind.make()}, held{home->open("test")}, store{*held} {}
};

}  // namespace contend::test

/// A test of every store: `store` is a fresh one of the home `home`.
#define CONTEND_EVERY_STORE(sentence)                                                      \
  static void sentence##_on(contend::event_store& store, contend::test::store_home& home); \
  BOOST_AUTO_TEST_CASE(sentence) {                                                         \
    for (const contend::test::store_kind& kind : contend::test::all_stores())              \
      BOOST_TEST_CONTEXT(kind.name) {                                                      \
        const contend::test::fresh f{kind};                                                \
        sentence##_on(f.store, *f.home);                                                   \
      }                                                                                    \
  }                                                                                        \
  static void sentence##_on([[maybe_unused]] contend::event_store& store,                  \
                            [[maybe_unused]] contend::test::store_home& home)
