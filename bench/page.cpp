// What a report page costs: reading a result of 10 policies at 20 points with 30 replications each,
// and writing its page. The claim: a page in under a second, in under 2 MB, beside 0.1 s of
// reading.
#include <benchmark/benchmark.h>

#include "reports/page_results.hpp"
#include <contend/measure/result_json.hpp>
#include <contend/reports/page.hpp>

namespace {

using namespace contend;

const measure::result& large() {
  static const measure::result r = reports::test::measured_sweep(10, 20, 30);
  return r;
}

void reading(benchmark::State& state) {
  const std::string text = measure::result_text(large());
  for (auto _ : state) benchmark::DoNotOptimize(measure::read_result(text, "result.json"));
  state.counters["MB"] = static_cast<double>(text.size()) / 1e6;
}
BENCHMARK(reading)->Unit(benchmark::kMillisecond);

void page(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) bytes = reports::render_page({.runs = {{"", &large()}}}).size();
  state.counters["MB"] = static_cast<double>(bytes) / 1e6;
}
BENCHMARK(page)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
