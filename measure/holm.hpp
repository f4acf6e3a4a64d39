// Many questions at once: some answer is "significant" by chance alone, unless each has to be
// surer.
#pragma once

#include <span>
#include <vector>

namespace contend::measure {

/// p-values corrected by Holm ("A simple sequentially rejective multiple test procedure", 1979), in
/// the order given: calling those below 0.05 significant is wrong anywhere among them at most once
/// in 20 times, whatever depends on what.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace contend::measure
