#include <algorithm>

#include <fmt/format.h>

#include <contend/cli/nats/log_report_text.hpp>

namespace contend::cli {

namespace {

log_fault fault_at(std::size_t index) { return static_cast<log_fault>(index); }

/// "1 message", "2 messages".
std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string sentence(const log_report& found) {
  if (!found.complete)
    return "stopped: it was not read to its end, and nothing is known of the rest";
  if (found.whole())
    return fmt::format("whole: nothing is lost, doubled or out of order in {}",
                       counted(found.messages, "message"));
  return fmt::format("NOT WHOLE: {} in {}", counted(found.violations(), "violation"),
                     counted(found.messages, "message"));
}

void add_row(std::string& to, std::string_view name, std::uint64_t count,
             const std::string& more = {}) {
  to += fmt::format("  {:<20}{:>12}{}{}\n", name, count, more.empty() ? "" : "  ", more);
}

void add_counts(std::string& to, const log_report& found) {
  add_row(
      to, "messages", found.messages,
      found.messages == 0 ? std::string{} : fmt::format("up to sequence {}", found.last_sequence));
  add_row(to, "events", found.events);
  add_row(to, "actors", found.actors, "in " + counted(found.name_spaces, "namespace"));
  add_row(to, "snapshots", found.snapshots);
  if (found.acknowledged > 0) add_row(to, "acknowledged", found.acknowledged);
  if (found.nodes.size() > 1) {
    const bool same =
        found.count(log_fault::nodes_differ) + found.count(log_fault::head_moved) == 0;
    add_row(to, "nodes", found.nodes.size(), same ? "give the same messages" : "");
  }
}

void add_findings(std::string& to, const log_report& found) {
  for (std::size_t i = 0; i < log_fault_count; ++i) {
    const log_fault fault = fault_at(i);
    if (found.count(fault) == 0) continue;
    to += '\n';
    add_row(to, name_of(fault), found.count(fault), is_remark(fault) ? "(a remark)" : "");
    std::uint64_t told = 0;
    for (const log_finding& f : found.findings) {
      if (f.fault != fault) continue;
      ++told;
      to += "    ";
      if (f.sequence != 0) to += fmt::format("at {}, ", f.sequence);
      to += f.subject.empty() ? fmt::format("{} of {}", f.actor, f.name_space) : f.subject;
      if (f.version != 0) to += fmt::format(", version {}", f.version);
      to += fmt::format("\n      found: {}\n      right: {}\n", f.what, f.right);
    }
    if (told < found.count(fault))
      to += fmt::format("    and {} more\n", found.count(fault) - told);
  }
}

std::string identifier_of(log_fault fault) {
  std::string name{name_of(fault)};
  std::ranges::replace(name, ' ', '_');
  return name;
}

nlohmann::ordered_json json_of(const log_finding& f) {
  nlohmann::ordered_json one{{"fault", identifier_of(f.fault)}, {"sequence", f.sequence}};
  if (!f.subject.empty()) one["subject"] = f.subject;
  if (!f.actor.empty()) {
    one["namespace"] = f.name_space;
    one["actor"] = f.actor;
  }
  if (f.version != 0) one["version"] = f.version;
  one["what"] = f.what;
  one["right"] = f.right;
  return one;
}

}  // namespace

std::string table_of(const log_report& found) {
  std::string text = found.stream + " through";
  for (const node_report& node : found.nodes)
    text += fmt::format("{} {} (nats-server {})", &node == &found.nodes.front() ? "" : ",",
                        node.url, node.server.version.text());
  text += "\n\n";
  add_counts(text, found);
  add_findings(text, found);
  return text + fmt::format("\n{}\n", sentence(found));
}

nlohmann::ordered_json json_of(const log_report& found) {
  nlohmann::ordered_json all{{"stream", found.stream},
                             {"whole", found.whole()},
                             {"complete", found.complete},
                             {"verdict", sentence(found)},
                             {"first_sequence", found.first_sequence},
                             {"last_sequence", found.last_sequence},
                             {"messages", found.messages},
                             {"events", found.events},
                             {"actors", found.actors},
                             {"namespaces", found.name_spaces},
                             {"snapshots", found.snapshots},
                             {"acknowledged", found.acknowledged}};
  for (std::size_t i = 0; i < log_fault_count; ++i)
    all[is_remark(fault_at(i)) ? "remarks" : "violations"][identifier_of(fault_at(i))] =
        found.count(fault_at(i));
  all["findings"] = nlohmann::ordered_json::array();
  for (const log_finding& f : found.findings) all["findings"].push_back(json_of(f));
  all["nodes"] = nlohmann::ordered_json::array();
  for (const node_report& node : found.nodes)
    all["nodes"].push_back({{"url", node.url},
                            {"server", node.server.name},
                            {"version", node.server.version.text()},
                            {"messages", node.messages},
                            {"digest", node.digest}});
  return all;
}

}  // namespace contend::cli
