#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

constexpr section registered[] = {
    {"verdict", "Verdict", verdict_section},
    {"policies", "Policies", policies_section},
    {"trade-off", "Trade-off", trade_off_section},
    {"sweep", "Sweep", sweep_section},
    {"latency", "Latency", latency_section},
    {"time", "Contention over time", time_section},
    {"fairness", "Fairness", fairness_section},
    {"attempts", "Where attempts went", attempts_section},
    {"moment", "The worst moment", moment_section},
    {"baseline", "Against the baseline", baseline_section},
    {"provenance", "Provenance", provenance_section},
    {"glossary", "Glossary", glossary_section},
};

}  // namespace

std::span<const section> all_sections() noexcept { return registered; }

}  // namespace contend::reports::html
