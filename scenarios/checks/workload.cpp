// Who writes what: writers, actors and traces must agree.
#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include <contend/policies/config/units.hpp>
#include <contend/scenarios/checks/checking.hpp>

namespace contend::scenarios {

namespace {

using config::node;

/// The workload or one of its groups: where it is written, and what there is of it.
struct part {
  const checking& all;
  const node& written;

  [[nodiscard]] bool sound(std::string_view field) const {
    return all.sound.whole(written, {field});
  }
  [[nodiscard]] config::place place(sound_parts::path path) const {
    return place_of(written, path);
  }
};

void check_keys(const sim::keys_model& keys, const part& in) {
  const auto* hot = std::get_if<sim::hot>(&keys);
  if (hot == nullptr || hot->actors <= in.all.file.workload.actors) return;
  if (in.sound("keys") && in.all.all_sound({{"workload", "actors"}}))
    in.all.errors.error(in.place({"keys", "hot", "actors"}), "more actors are hot than there are");
}

/// `arrivals`, which stand in `in`, are those of so many writers.
void check_arrivals(const sim::arrivals_model& arrivals, std::uint32_t writers, const part& in) {
  const auto* trace = std::get_if<sim::trace>(&arrivals);
  if (trace == nullptr || !in.sound("arrivals")) return;
  const std::optional<duration>& length = in.all.file.run.length;
  const auto& rows = *trace->file.rows;  // in the order of their times
  if (length && in.all.all_sound({{"run", "for"}}) && !rows.empty() && rows.front().at >= *length)
    in.all.errors.error(
        in.place({"arrivals", "trace"}),
        fmt::format("the run is over before anything arrives: the trace begins at {}, the run is "
                    "{} long",
                    config::format_duration(rows.front().at), config::format_duration(*length)));
  for (const sim::recorded_arrival& row : rows)
    if (row.writer && *row.writer >= writers)
      return in.all.errors.error(
          in.place({"arrivals", "trace"}),
          fmt::format("the trace has a writer {}, but there are {} writers", *row.writer, writers),
          "they are numbered from 0");
}

/// A trace is of the writers that it numbers: no group has a part of it.
void check_trace_of_groups(const part& in) {
  const sim::workload_model& workload = in.all.file.workload;
  if (!std::holds_alternative<sim::trace>(workload.arrivals) || workload.groups.size() < 2) return;
  const bool inherited =
      std::any_of(workload.groups.begin(), workload.groups.end(), [&](const auto& named) {
        return !named.second.arrivals &&
               in.all.sound.whole(in.written, {"groups", named.first, "arrivals"});
      });
  if (inherited)
    in.all.errors.error(in.place({"arrivals", "trace"}), "groups cannot share a trace",
                        "give the trace to one group, and the others arrivals of their own");
}

/// Those of the groups against each other and the workload's.
void check_writers(const part& in) {
  constexpr std::uint64_t most_writers = 10'000'000;
  const sim::workload_model& workload = in.all.file.workload;
  std::uint64_t sum = 0;
  for (const auto& [name, group] : workload.groups) {
    if (!in.all.sound.whole(in.written, {"groups", name, "writers"})) return;
    sum += group.writers;
  }
  if (sum > most_writers)
    in.all.errors.error(in.place({"groups"}),
                        "the groups have more than 10 million writers together");
  if (in.written.find("writers") != nullptr && in.sound("writers") && workload.writers != sum)
    in.all.errors.error(
        in.place({"writers"}),
        fmt::format("the groups have {} writers together, not {}", sum, workload.writers),
        fmt::format("leave \"writers\" out, and set that of a group: /workload/groups/{}/writers",
                    workload.groups.front().first));
}

void check_groups(const part& in) {
  const sim::workload_model& workload = in.all.file.workload;
  check_trace_of_groups(in);
  for (const auto& [name, group] : workload.groups) {
    const node* written = in.written.find("groups")->find(name);
    const part here{in.all, written == nullptr ? in.written : *written};
    if (group.keys) check_keys(*group.keys, here);
    if (here.sound("writers") && here.sound("arrivals"))
      check_arrivals(group.arrivals.value_or(workload.arrivals), group.writers,
                     group.arrivals ? here : in);
  }
  check_writers(in);
}

}  // namespace

void check_workload(const checking& all) {
  const sim::workload_model& workload = all.file.workload;
  const node* written = all.root.find("workload");
  const part here{all, written == nullptr ? all.root : *written};
  check_keys(workload.keys, here);
  if (!workload.groups.empty())
    check_groups(here);
  else if (here.sound("writers") && all.sound.keys(all.root, {"workload", "groups"}))
    check_arrivals(workload.arrivals, workload.writers, here);
}

}  // namespace contend::scenarios
