// Loading from real files in a folder of the test's own, and by name; and from what is no file.
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/policies/config/document.hpp>
#include <contend/scenarios/library.hpp>

using namespace contend::scenarios;
namespace fs = std::filesystem;

namespace {

/// A folder that goes with the test.
struct folder {
  fs::path path;
  folder() {
    std::string pattern = (fs::temp_directory_path() / "contend-test-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~folder() { fs::remove_all(path); }

  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream{path / name, std::ios::binary} << text;
    return (path / name).string();
  }
};

std::string load_mistakes(const std::string& what) {
  return mistakes_of([&] { load(what); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_load)

BOOST_AUTO_TEST_CASE(a_file_is_loaded_by_its_path) {
  const folder here;
  const std::string path = here.file("my-case.json", small());
  const scenario s = load(path, {.replications = 2});
  BOOST_TEST(s.name == "my-case");
  BOOST_TEST(s.points.front().model.replications == 2U);
}

BOOST_AUTO_TEST_CASE(mistakes_of_a_file_name_it_as_it_was_given) {
  const folder here;
  const std::string path = here.file("bad.json", small("\"sed\": 1, "));
  BOOST_TEST(load_mistakes(path) ==
             path + ":3:3: unknown field \"sed\" [did you mean \"seed\"?]\n");
}

BOOST_AUTO_TEST_CASE(a_shipped_scenario_is_loaded_by_its_name) {
  BOOST_TEST(load("hot-key").name == "hot-key");
  BOOST_TEST(load_mistakes("hot-kye") ==
             "hot-kye: there is neither such a file nor a shipped scenario of this name [did you "
             "mean \"hot-key\"?]\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_told) {
  const folder here;
  BOOST_TEST(load_mistakes(here.path.string()) == here.path.string() + ": is a directory\n");
  const std::string missing = (here.path / "missing.json").string();
  BOOST_TEST(load_mistakes(missing) == missing + ": No such file or directory\n");
  const std::string near = here.file("orders2.json", "{}");
  BOOST_TEST(load_mistakes((here.path / "order2.json").string())
                 .ends_with("No such file or directory [did you mean \"orders2.json\"?]\n"),
             near);
  const std::string below = here.file("x.json", "{}") + "/y.json";
  BOOST_TEST(load_mistakes(below) == below + ": Not a directory\n");
}

BOOST_AUTO_TEST_CASE(a_file_without_end_is_refused) {
  BOOST_TEST(load_mistakes("/dev/zero") == "/dev/zero: larger than 16 MiB\n");
}

BOOST_AUTO_TEST_CASE(a_file_of_the_largest_size_is_read) {
  const folder here;
  std::string text = small();
  text.append(contend::config::most_bytes - text.size(), ' ');
  BOOST_TEST(load(here.file("large.json", text)).points.size() == 1U);
  BOOST_TEST(load_mistakes(here.file("larger.json", text + ' ')).ends_with("larger than 16 MiB\n"));
}

BOOST_AUTO_TEST_SUITE_END()
