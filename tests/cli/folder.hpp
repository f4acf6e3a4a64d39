// A folder of a test's own, gone when the test ends.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace contend::test {

class folder {
 public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "contend-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp failed"};
    path_ = name;
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// The content of a file in it; "" where there is none.
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file{path_ / name};
    return (std::ostringstream{} << file.rdbuf()).str();
  }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream{path_ / name} << content;
  }

 private:
  std::filesystem::path path_{};
};

}  // namespace contend::test
