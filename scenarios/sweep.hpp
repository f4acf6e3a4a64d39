// Sweeps: the same scenario at several points, each a change of a few of its values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/policies/config/pointer.hpp>

namespace contend::scenarios {

/// More points are an error, and so are more bytes of file times points: each point is a scenario
/// of its own, and what is read must be read in seconds.
inline constexpr std::size_t most_points = 10'000;
inline constexpr std::size_t most_swept_bytes = std::size_t{1} << 30U;

/// What a point changes: JSON pointer → value.
using changes = std::vector<std::pair<config::pointer, config::node>>;

/// The points of the "sweep" of a scenario: every combination of its axes' values, the last axis
/// fastest; one point that changes nothing where there is no sweep. Mistakes go to `errors`.
std::vector<changes> sweep_points(const config::node& root, config::diagnostics& errors);

/// Changes `root` as `to` and `value` say, unless that would make a policy, guard or group that is
/// not there by way of its options: a slip in its name. Mistakes go to `errors`.
void change(config::node& root, const config::pointer& to, config::node value,
            config::diagnostics& errors);

}  // namespace contend::scenarios
