// The sections of the page, each a function in a file of its own in sections/.
//
// To add one: its file, its test, and its line in sections.cpp. The table of contents follows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <contend/reports/html/view.hpp>

namespace contend::reports::html {

struct section {
  std::string_view id;
  std::string_view title;
  /// What stands below the title; empty: the section is left out, for want of anything to show.
  std::string (*content)(const view&);
};

std::span<const section> all_sections() noexcept;

std::string verdict_section(const view& v);
std::string policies_section(const view& v);
std::string trade_off_section(const view& v);
std::string sweep_section(const view& v);
std::string latency_section(const view& v);
std::string time_section(const view& v);
std::string fairness_section(const view& v);
std::string attempts_section(const view& v);
std::string moment_section(const view& v);
std::string baseline_section(const view& v);
std::string provenance_section(const view& v);
std::string glossary_section(const view& v);

}  // namespace contend::reports::html
