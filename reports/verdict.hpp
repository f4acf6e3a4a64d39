// The verdict: who wins, by what, by how much, and whether that can be chance. One sentence.
#pragma once

#include <string>

#include <contend/measure/result.hpp>

namespace contend::reports {

/// For one point: "full jitter wins: makespan 4.92 ±0.01 s, 7.0 % less than decorrelated (next) and
/// 69 % less than none (worst); …", or "No clear winner: …" where intervals overlap or differences
/// are below 1 %. For a sweep: who wins where, and at which value that flips.
std::string verdict(const measure::result& r);

}  // namespace contend::reports
