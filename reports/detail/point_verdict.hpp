// The parts of a verdict that speak of one point.
#pragma once

#include <string>

#include <contend/measure/result.hpp>
#include <contend/reports/detail/comparison.hpp>

namespace contend::reports::detail {

/// The winner's value and by how much it is better: "makespan 4.92 ±0.01 s, 7.0 % less than
/// decorrelated (next) and 69 % less than none (worst)". `s.by` is set.
std::string margin(const measure::point& p, const standing& s);

/// Whether that can be chance: "their 95 % intervals do not overlap". `s.by` is set.
std::string certainty(const measure::point& p, const standing& s);

/// The share of the operations that gave up or were refused; 0 where that is not known.
double share_lost(const measure::policy_result& policy);

/// "12 %", "0.5 %".
std::string percent(double share);

/// What speaks against the winner, each part with a leading comma; empty if nothing does.
std::string drawbacks(const measure::point& p, const standing& s);

/// Why nobody wins: "a and b are level on goodput and latency.p99 (95 % intervals overlap, …)".
std::string tie(const measure::point& p, const standing& s);

/// "full jitter wins: …" or "No clear winner: …", without a full stop.
std::string point_verdict(const measure::point& p);

}  // namespace contend::reports::detail
