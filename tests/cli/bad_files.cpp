// Bad input through the executable: each file of tests/bad must give exactly what stands beside it;
// and input that no folder can hold: too deep, too large, a directory, a full disk.
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sstream>
#include <string>
#include <sys/mount.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using boost::unit_test::precondition;
using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return (std::ostringstream{} << file.rdbuf()).str();
}

/// What `contend validate` says of a file with this text.
finished validated(const std::string& text) {
  const folder here;
  here.write("x.json", text);
  return call_contend({"validate", "x.json"}, {.folder = here.path()});
}

bool says(const char* file, const std::string& text) {
  std::ofstream to{file};
  to << text << std::flush;
  return to.good();
}

/// This process gets a mount namespace of its own: nobody else sees what it mounts. Whoever is not
/// root may mount in a user namespace, in which he stays who he is.
bool may_mount_alone() {
  if (unshare(CLONE_NEWNS) != 0) {
    const auto himself = [](unsigned id) { return fmt::format("{} {} 1", id, id); };
    const unsigned user = getuid();
    const unsigned group = getgid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !says("/proc/self/setgroups", "deny") ||
        !says("/proc/self/uid_map", himself(user)) || !says("/proc/self/gid_map", himself(group)))
      return false;
  }
  return mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// A disk of 64 KiB.
bool mount_small_disk(const fs::path& at) {
  static const bool alone = may_mount_alone();
  return alone && mount("none", at.c_str(), "tmpfs", 0, "size=64k") == 0;
}

boost::test_tools::assertion_result may_mount(boost::unit_test::test_unit_id) {
  const folder here;
  boost::test_tools::assertion_result can{mount_small_disk(here.path())};
  if (can)
    umount(here.path().c_str());
  else
    can.message() << "SKIPPED: a full disk needs a file system of its own, and this machine gives "
                     "none";
  return can;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_files)

BOOST_AUTO_TEST_CASE(each_bad_file_is_told_at_its_place_in_the_words_that_stand_beside_it) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator{CONTEND_BAD_FILES}) {
    if (entry.path().extension() != ".json") continue;
    ++count;
    const std::string name = entry.path().filename();
    const finished f = call_contend({"validate", name}, {.folder = CONTEND_BAD_FILES});
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(f.code == 3);
      BOOST_TEST(f.out == "");
      BOOST_TEST(f.err == content(fs::path{entry.path()}.replace_extension(".txt")));
    }
  }
  BOOST_TEST(count >= 40U);
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_never_run_and_leaves_no_output) {
  const folder here;
  const fs::path bad = fs::path{CONTEND_BAD_FILES} / "several-at-once.json";
  const finished f = call_contend({"run", bad, "--out", "out"}, {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(f.out == "");
  BOOST_TEST(fs::is_empty(here.path()));
}

BOOST_AUTO_TEST_CASE(two_hundred_thousand_nested_brackets_are_refused) {
  const finished lists = validated(std::string(200'000, '['));
  BOOST_TEST(lists.code == 3);
  BOOST_TEST(contains(lists.err, "x.json:1:65: error: nested more than 64 levels deep"));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  BOOST_TEST(validated(objects).code == 3);
}

BOOST_AUTO_TEST_CASE(a_file_beyond_all_bounds_is_refused) {
  const finished large = validated(std::string((16U << 20U) + 1, ' '));
  BOOST_TEST(large.code == 3);
  BOOST_TEST(contains(large.err, "x.json: error: larger than 16 MiB"));
  std::string many = "[0";
  for (int i = 0; i < 1'000'000; ++i) many += ",0";
  BOOST_TEST(contains(validated(many + "]").err, "more than 1000000 values"));
}

BOOST_AUTO_TEST_CASE(a_sweep_beyond_all_bounds_is_refused) {
  std::string values = "[1";
  for (int i = 2; i <= 201; ++i) values += "," + std::to_string(i);
  const finished f =
      call_contend({"run", "hot-key", "--set", "/sweep/~1workload~1writers=" + values + "]",
                    "--set", "/sweep/~1workload~1nodes=" + values + "]"});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(contains(f.err, "the sweep has more than 10000 points"));
}

BOOST_AUTO_TEST_CASE(a_directory_and_what_is_not_there_are_told) {
  const folder here;
  const finished f = call_contend({"validate", "./", "none.json"}, {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(f.err == "./: error: is a directory\nnone.json: error: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_may_not_be_read_is_told) {
  const folder here;
  here.write("x.json", "{}");
  fs::permissions(here.path(), fs::perms::others_all, fs::perm_options::add);
  fs::permissions(here.path() / "x.json", fs::perms::none);
  const finished f = call_contend({"validate", "x.json"}, {.folder = here.path(), .as_user = true});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(f.err == "x.json: error: Permission denied\n");
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_no_half_written_file, *precondition(may_mount)) {
  const folder here;
  BOOST_REQUIRE(mount_small_disk(here.path()));
  {
    std::ofstream filler{here.path() / "filler"};
    filler << std::string(60 * 1024, 'x');
  }
  const finished f = call_contend({"run", "aws-backoff", "--replications", "2", "--out", "out"},
                                  {.folder = here.path()});
  BOOST_TEST(f.code == 1);
  BOOST_TEST(contains(f.err, "cannot write"));
  BOOST_TEST(contains(f.err, "No space left on device"));
  for (const auto& entry : fs::recursive_directory_iterator{here.path()})
    if (entry.path().extension() == ".json") {
      BOOST_TEST(entry.path().filename() != "result.json");
      std::ifstream file{entry.path()};
      BOOST_TEST(nlohmann::json::accept(file), entry.path());
    }
  for (const auto& entry : fs::recursive_directory_iterator{here.path()})
    BOOST_TEST(!contains(entry.path().filename(), ".partial"), entry.path());
  umount(here.path().c_str());
}

BOOST_AUTO_TEST_SUITE_END()
