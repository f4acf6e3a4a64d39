// How each store is made for the suite.
#include <conformance/stores.hpp>
#ifdef CONTEND_WITH_SQLITE
#include <conformance/embedded/sqlite_file.hpp>
#endif

#include <contend/store/memory/memory_store.hpp>

namespace contend::test {

namespace {

/// Two stores in memory have nothing in common, whatever their namespaces.
struct memory_home final : store_home {
  std::unique_ptr<event_store> open(const std::string&) override {
    return std::make_unique<memory_store>();
  }
  [[nodiscard]] bool shares() const override { return false; }
  void plant_event(event_store& store, const std::string&, const std::string& actor, version at,
                   const std::string& bytes) override {
    dynamic_cast<memory_store&>(store).plant_event(actor, at, bytes).value();
  }
  void plant_snapshot(event_store& store, const std::string&, const std::string& actor, version at,
                      const std::string& bytes) override {
    dynamic_cast<memory_store&>(store).plant_snapshot(actor, at, bytes);
  }
};

}  // namespace

const std::vector<store_kind>& all_stores() {
  static const std::vector<store_kind> all = {
      {"memory", [] { return std::make_unique<memory_home>(); }},
#ifdef CONTEND_WITH_SQLITE
      {"sqlite", [] { return std::make_unique<sqlite_home>(); }},
#endif
  };
  return all;
}

}  // namespace contend::test
