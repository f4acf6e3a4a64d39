// The one main of every test executable. Written out, since the precompiled header has included
// Boost.Test without asking it for one.
#include <boost/test/unit_test.hpp>

namespace {

bool name_the_suite() {
  boost::unit_test::framework::master_test_suite().p_name.value = "contend";
  return true;
}

}  // namespace

int main(int argc, char* argv[]) {
  return boost::unit_test::unit_test_main(&name_the_suite, argc, argv);
}
