#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <contend/reports/formats.hpp>
#include <contend/reports/write.hpp>

namespace contend::reports {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) {
  throw fs::filesystem_error{"cannot write", path, std::error_code{error, std::generic_category()}};
}

/// A new file beside `target` that takes its name when it is complete, and is gone otherwise.
class new_file {
 public:
  explicit new_file(const fs::path& target) : target_{target} {
    // Another process may be writing the same report, or have died while it did: then the next
    // name.
    for (int i = 0; file_ == nullptr; ++i) {
      name_ = target.string() + ".partial" + std::to_string(i);
      file_ = std::fopen(name_.c_str(), "wbx");
      if (file_ == nullptr && (errno != EEXIST || i == most_names)) fail(target_, errno);
    }
  }
  new_file(const new_file&) = delete;
  new_file& operator=(const new_file&) = delete;
  ~new_file() {
    if (file_ != nullptr) std::fclose(file_);
    if (!name_.empty()) std::remove(name_.c_str());
  }

  void write(std::string_view content) {
    if (std::fwrite(content.data(), 1, content.size(), file_) != content.size())
      fail(target_, errno);
  }

  void take_name() {
    if (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0) fail(target_, errno);
    if (std::fclose(std::exchange(file_, nullptr)) != 0) fail(target_, errno);
    std::error_code error;
    fs::rename(name_, target_, error);
    if (error) fail(target_, error.value());
    name_.clear();
  }

 private:
  static constexpr int most_names = 100;

  fs::path target_;
  std::string name_;
  std::FILE* file_ = nullptr;
};

}  // namespace

void write_file(const fs::path& path, std::string_view content) {
  new_file file{path};
  file.write(content);
  file.take_name();
}

std::vector<fs::path> write_reports(const measure::result& r, const fs::path& folder) {
  std::vector<std::pair<fs::path, std::string>> files;
  for (const format& f : all_formats())
    if (!f.file_name.empty()) files.emplace_back(folder / f.file_name, f.render(r, style{}));

  fs::create_directories(folder);
  std::vector<fs::path> written;
  for (const auto& [path, content] : files) {
    write_file(path, content);
    written.push_back(path);
  }
  return written;
}

}  // namespace contend::reports
