// Two sides of a comparison, timed in turn within one run: what disturbs the machine meets both.
//
//   void ours_against_theirs(benchmark::State& state) {
//     interleave(state, 1000, [] { … 1000 of ours … }, [] { … 1000 of theirs … });
//   }
//
// Each iteration times both sides once, the order changing from one to the next. Reported: `ratio`,
// the median over iterations of ours / theirs, and both sides' median nanoseconds an item.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

namespace contend::bench {

inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// How long `side()` takes, in nanoseconds.
template <class Side>
double nanoseconds(Side& side) {
  const auto start = std::chrono::steady_clock::now();
  side();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

struct nothing_between {
  void operator()() const noexcept {}
};

/// `between` is called before each iteration, untimed: it makes ready what both sides use up.
template <class Ours, class Theirs, class Between = nothing_between>
void interleave(benchmark::State& state, double items, Ours ours, Theirs theirs,
                Between between = {}) {
  std::vector<double> ratios;
  std::vector<double> ours_ns;
  std::vector<double> theirs_ns;
  bool ours_first = true;
  for (auto _ : state) {
    between();
    double a = ours_first ? nanoseconds(ours) : 0;
    const double b = nanoseconds(theirs);
    if (!ours_first) a = nanoseconds(ours);
    ours_first = !ours_first;
    ratios.push_back(a / b);
    ours_ns.push_back(a / items);
    theirs_ns.push_back(b / items);
    state.SetIterationTime((a + b) / 1e9);
  }
  state.counters["ratio"] = median(ratios);
  state.counters["ours_ns"] = median(ours_ns);
  state.counters["theirs_ns"] = median(theirs_ns);
}

}  // namespace contend::bench
