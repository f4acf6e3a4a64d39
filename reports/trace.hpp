// A replication as a trace that a browser draws: https://ui.perfetto.dev opens it.
#pragma once

#include <cstdint>
#include <string>

#include <contend/measure/timeline.hpp>

namespace contend::reports {

/// Of which run it is, for people.
struct trace_heading {
  std::string scenario{};
  std::string point{};  ///< "writers = 10"; empty where there is no sweep.
  std::string policy{};
  std::uint32_t replication = 0;
  std::uint64_t seed = 0;
  std::string version{};  ///< Of contend.
};

/// JSON in the Chrome trace event format. A node is a process, a writer a track of it (a second one
/// where a writer has operations in flight at once); an operation is a slice, in it its attempts,
/// in these what they did: read, decide, append, and the wait that followed. An arrow leads from
/// the append that won to each that lost to it, at the moments at which they reached the store.
/// Events are in the order of their times. Ends with a newline.
std::string render_trace(const measure::timeline& seen, const trace_heading& of);

}  // namespace contend::reports
