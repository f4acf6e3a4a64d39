// Whether the writers shared the commits evenly.
#pragma once

#include <algorithm>
#include <vector>

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

inline constexpr metric fairness_jain{
    .name = "fairness_jain",
    .unit = unit::index,
    .better = better::higher,
    .help =
        "Jain's index over the commits of each writer: 1 when all have the same, 1/n when one has "
        "all",
    .formula = "(Σx)² / (n·Σx²), x the commits of a writer",
    .reference = "R. Jain, D. Chiu and W. Hawe, A quantitative measure of fairness, 1984",
    .of =
        [](const tally& t) {
          double sum = 0, squares = 0;
          for (const double x : t.commits_of_writer) {
            sum += x;
            squares += x * x;
          }
          if (sum == 0) return nothing;
          return plain(sum * sum / (static_cast<double>(t.commits_of_writer.size()) * squares));
        },
    .by_group = true};

inline constexpr metric fairness_gini{
    .name = "fairness_gini",
    .unit = unit::index,
    .better = better::lower,
    .help =
        "Gini coefficient over the commits of each writer: 0 when all have the same, 1 − 1/n when "
        "one has all",
    .formula = "2·Σ i·x_i / (n·Σx) − (n + 1) / n, x_i the commits of a writer in ascending order",
    .reference = "C. Gini, Variabilità e mutabilità, 1912",
    .of =
        [](const tally& t) {
          std::vector<std::uint32_t> ascending = t.commits_of_writer;
          std::ranges::sort(ascending);
          double rank = 0, sum = 0, weighted = 0;
          for (const double x : ascending) {
            sum += x;
            weighted += ++rank * x;
          }
          if (sum == 0) return nothing;
          const double n = rank;
          return plain((2 * weighted - (n + 1) * sum) / (n * sum));
        },
    .by_group = true};

}  // namespace contend::measure::metrics
