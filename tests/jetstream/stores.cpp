// What the conformance suite runs on here.
#include <jetstream/homes.hpp>

const std::vector<contend::test::store_kind>& contend::test::all_stores() {
  static const std::vector<store_kind> all = {
      {"nats", [] { return std::make_unique<nats_home>(); }},
  };
  return all;
}
