// The list of formats, and writing them: into a folder of this test's own below the system's folder
// for temporary files, which is removed at the end.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/measure/result_json.hpp>
#include <contend/reports/formats.hpp>
#include <contend/reports/write.hpp>

using namespace contend::reports;
namespace fs = std::filesystem;

namespace {

/// A new, empty folder; gone when this is.
struct folder {
  fs::path path;

  folder() {
    std::string name = (fs::temp_directory_path() / "contend-test-XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { fs::remove_all(path); }

  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> all;
    for (const auto& entry : fs::directory_iterator{path})
      all.insert(entry.path().filename().string());
    return all;
  }
};

/// While this lives, a write beyond so many bytes of a file fails, as on a full disk.
class small_files_only {
 public:
  explicit small_files_only(::rlim_t bytes) : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const ::rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  small_files_only(const small_files_only&) = delete;
  small_files_only& operator=(const small_files_only&) = delete;
  ~small_files_only() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  ::rlimit before_{};
  void (*handler_)(int);
};

std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats)

BOOST_AUTO_TEST_CASE(every_format_has_a_name_of_its_own_and_renders_text_that_is_ended) {
  std::set<std::string_view> names;
  for (const format& f : all_formats()) {
    BOOST_TEST(names.insert(f.name).second);
    BOOST_TEST(!f.help.empty());
    BOOST_TEST(find_format(f.name) == &f);
    BOOST_TEST(f.render(test::hot_key(), {}).ends_with('\n'));
    BOOST_TEST(f.render({}, {}).ends_with('\n'));
  }
  BOOST_TEST((names.contains("table") && names.contains("json") && names.contains("csv") &&
              names.contains("markdown")));
  BOOST_TEST(find_format("xml") == nullptr);
}

BOOST_AUTO_TEST_CASE(the_json_format_is_the_result_file) {
  const auto r = test::sweep();
  BOOST_TEST((contend::measure::read_result(find_format("json")->render(r, {}), "x") == r));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(writing)

BOOST_AUTO_TEST_CASE(a_folder_gets_one_file_a_format) {
  const folder temporary;
  const auto r = test::hot_key();
  const auto written = write_reports(r, temporary.path / "not" / "there" / "yet");
  BOOST_TEST(written.size() == 4U);
  for (const auto& path : written) BOOST_TEST(fs::exists(path));
  const fs::path out = temporary.path / "not" / "there" / "yet";
  BOOST_TEST(content(out / "result.json") == contend::measure::result_text(r));
  BOOST_TEST(content(out / "summary.csv").starts_with("policy,metric,"));
  BOOST_TEST(content(out / "report.md").starts_with("# hot-key"));
  BOOST_TEST(content(out / "report.html").starts_with("<!DOCTYPE html>"));
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it) {
  const folder temporary;
  write_file(temporary.path / "a.txt", "first, and longer");
  write_file(temporary.path / "a.txt", "second");
  BOOST_TEST(content(temporary.path / "a.txt") == "second");
  BOOST_TEST((temporary.names() == std::set<std::string>{"a.txt"}));
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_behind_does_not_matter) {
  const folder temporary;
  std::ofstream{temporary.path / "a.txt.partial0"} << "half";
  write_file(temporary.path / "a.txt", "whole");
  BOOST_TEST(content(temporary.path / "a.txt") == "whole");
  BOOST_TEST((temporary.names() == std::set<std::string>{"a.txt", "a.txt.partial0"}));
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_written_is_named_with_the_reason) {
  const folder temporary;
  const fs::path path = temporary.path / "missing" / "a.txt";
  try {
    write_file(path, "x");
    BOOST_ERROR("it was written");
  } catch (const fs::filesystem_error& e) {
    BOOST_TEST(e.path1() == path);
    BOOST_TEST((e.code() == std::errc::no_such_file_or_directory));
    BOOST_TEST(std::string{e.what()}.find("cannot write") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_leaves_what_was_there) {
  const folder temporary;
  fs::create_directory(temporary.path / "taken");
  write_file(temporary.path / "taken" / "inside", "kept");
  BOOST_CHECK_THROW(write_file(temporary.path / "taken", "x"), fs::filesystem_error);
  BOOST_TEST(content(temporary.path / "taken" / "inside") == "kept");
  BOOST_TEST((temporary.names() == std::set<std::string>{"taken"}));
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else) {
  const folder temporary;
  write_file(temporary.path / "a.txt", "old");
  {
    const small_files_only limit{4096};
    BOOST_CHECK_EXCEPTION(write_file(temporary.path / "a.txt", std::string(1'000'000, 'x')),
                          fs::filesystem_error,
                          [](const auto& e) { return e.code() == std::errc::file_too_large; });
  }
  BOOST_TEST(content(temporary.path / "a.txt") == "old");
  BOOST_TEST((temporary.names() == std::set<std::string>{"a.txt"}));
}

BOOST_AUTO_TEST_CASE(a_link_where_the_new_file_would_be_is_not_followed) {
  const folder temporary;
  write_file(temporary.path / "victim", "untouched");
  fs::create_symlink(temporary.path / "victim", temporary.path / "a.txt.partial0");
  write_file(temporary.path / "a.txt", "whole");
  BOOST_TEST(content(temporary.path / "a.txt") == "whole");
  BOOST_TEST(content(temporary.path / "victim") == "untouched");
}

BOOST_AUTO_TEST_SUITE_END()
