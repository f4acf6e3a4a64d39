// What came out of tuning, for a person.
#pragma once

#include <string>
#include <vector>

#include <contend/reports/style.hpp>
#include <contend/scenarios/tuning/race.hpp>

namespace contend::cli {

/// A policy in replications that the search has not seen.
struct fresh_policy {
  std::string name{};
  scenarios::samples seen;
};

struct tuning {
  const scenarios::race* found = nullptr;
  const scenarios::search_space* space = nullptr;
  const scenarios::goal* wanted = nullptr;
  std::string policy{};               ///< That was tuned.
  std::vector<fresh_policy> fresh{};  ///< Tuned, as it stands, then the others of the scenario.
};

/// The settings that no other one beats in both goal and cost.
std::string front_table(const tuning& t, const reports::style& s);

/// The tuned policy beside those of the scenario.
std::string fresh_table(const tuning& t, const reports::style& s);

/// In a sentence: whether tuning is worth it, by how much, how sure that is, and at what price.
std::string verdict(const tuning& t);

/// Whether the tuned policy keeps the constraints in fresh replications, as far as one can say.
bool succeeded(const tuning& t);

}  // namespace contend::cli
