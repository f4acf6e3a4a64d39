// A CSV file that a scenario names: recorded durations, recorded arrivals.
//
// Read once, when the scenario is; the simulator finds the rows in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <contend/policies/time.hpp>

namespace contend::sim {

/// Immutable rows that copies share: any thread may read them.
template <class Row>
struct data_file {
  std::string name{};  ///< As the scenario has it: relative to the scenario's own folder.
  std::shared_ptr<const std::vector<Row>> rows = std::make_shared<const std::vector<Row>>();

  friend bool operator==(const data_file& a, const data_file& b) {
    return a.name == b.name && *a.rows == *b.rows;
  }
};

/// An operation that arrives at a time, of a writer that the file may leave open.
struct recorded_arrival {
  duration at{};
  std::optional<std::uint32_t> writer{};  ///< Within its group, from 0.
  friend bool operator==(const recorded_arrival&, const recorded_arrival&) = default;
};

using recorded_durations = data_file<duration>;
using recorded_arrivals = data_file<recorded_arrival>;  ///< In the order of their times.

}  // namespace contend::sim
