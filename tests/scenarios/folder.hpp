// A folder for scenarios that name files.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/scenario_text.hpp"

namespace contend::scenarios {

/// A folder with a scenario "x.json" that is never written, beside CSV files that are.
class folder {
 public:
  folder() : path_{std::filesystem::temp_directory_path() / "contend_scenarios"} {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~folder() { std::filesystem::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
  }
  [[nodiscard]] std::string scenario_name() const { return (path_ / "x.json").string(); }
  /// The mistakes of `text`, without the folder's name.
  [[nodiscard]] std::string mistakes(const std::string& text) const {
    std::string all = mistakes_of([&] { read_scenario(text, scenario_name()); });
    const std::string prefix = path_.string() + "/";
    for (std::size_t at = 0; (at = all.find(prefix)) != std::string::npos;)
      all.erase(at, prefix.size());
    return all;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace contend::scenarios
