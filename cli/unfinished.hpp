// What an unfinished run has finished: a file for each finished point of its sweep, in the folder
// `unfinished` where its results will be, so that `--resume` need not simulate it again, whether it
// was interrupted or killed.
//
//   unfinished kept{folder, scenario, until};
//   kept.begin(resume);                       // --resume: refuses what is of another run
//   if (auto known = kept.find(point)) …
//   kept.keep(point, finished_comparison);
//   kept.remove();                            // all results are written
//
// Each file is there whole or not at all, and names the run that it belongs to: the scenario as it
// was resolved with its seed and the content of its data files, what `--until-ci` asked for, and
// the build. Of another run nothing is ever used.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <contend/cli/precision.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/sim/compare.hpp>

namespace contend::cli {

/// One thread at a time. Throws std::filesystem::filesystem_error where a file cannot be written.
class unfinished {
 public:
  /// Touches no disk. `folder` is where the results go.
  unfinished(const std::filesystem::path& folder, const scenarios::scenario& s,
             const std::optional<precision>& until);

  /// Says in the folder whose points will lie there. With `resume` throws failure (usage) if those
  /// of another run do; otherwise they are removed. Returns how many points of this run are
  /// finished: with `resume` find() will give them.
  std::size_t begin(bool resume);

  /// What the point came to; nothing where it is not finished, or its file was damaged.
  [[nodiscard]] std::optional<sim::comparison> find(std::size_t point) const;
  void keep(std::size_t point, const sim::comparison& finished) const;
  [[nodiscard]] std::size_t finished() const;
  void remove() const;

 private:
  [[nodiscard]] std::filesystem::path path_of(std::size_t point) const;
  [[nodiscard]] nlohmann::ordered_json stamp(std::size_t point, std::uint32_t replications) const;

  std::filesystem::path folder_;
  std::size_t points_;
  nlohmann::ordered_json run_;  ///< What it is that is run.
  std::string key_;             ///< Its digest.
};

}  // namespace contend::cli
