#include <fmt/format.h>

#include <contend/store/nats/detail/acknowledged_check.hpp>

namespace contend::nats {

namespace {

fingerprint key_of(std::string_view name_space, std::string_view actor) noexcept {
  return fingerprinter{}.add(name_space).add(actor).value();
}

fingerprint key_of(std::string_view name_space, std::string_view actor, version at) noexcept {
  return fingerprinter{}.add(name_space).add(actor).add(static_cast<std::uint64_t>(at)).value();
}

log_finding finding_of(const acknowledged_event& a, std::uint64_t sequence, std::string what,
                       std::string right) {
  return {.sequence = sequence,
          .name_space = a.name_space,
          .actor = a.actor,
          .version = a.version,
          .what = std::move(what),
          .right = std::move(right)};
}

std::string versions_there(const acknowledged_check::actor_end& end) {
  return end.first == 0 ? std::string{"the log has no event of the actor"}
                        : fmt::format("the log has its versions {} to {}", end.first, end.last);
}

}  // namespace

acknowledged_check::acknowledged_check(const verify_options& options) {
  for (const acknowledged_event& a : options.acknowledged) {
    if (options.name_space && a.name_space != *options.name_space) continue;
    const auto index = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({.told = &a});
    const auto [at, added] = by_version_.emplace(key_of(a.name_space, a.actor, a.version), index);
    if (added) continue;
    entries_.back().next = at->second;
    at->second = index;
  }
}

void acknowledged_check::saw(std::string_view name_space, const event& e, std::uint64_t sequence) {
  const auto found = by_version_.find(key_of(name_space, e.actor_id, e.version));
  if (found == by_version_.end()) return;
  for (std::uint32_t i = found->second; i != none; i = entries_[i].next) {
    entry& one = entries_[i];
    if (one.told->id != e.id) {
      one.instead = sequence;
      continue;
    }
    if (++one.times > 1) {
      one.again = sequence;
      continue;
    }
    one.sequence = sequence;
    in_log_order_.push_back(i);
  }
}

void acknowledged_check::judge(const entry& one, const actor_end& end, fault_list& to) {
  const acknowledged_event& a = *one.told;
  if (one.times > 1) {
    to.add(log_fault::acknowledged_twice, [&] {
      return finding_of(
          a, one.again,
          fmt::format("event \"{}\" was acknowledged once and stands {} times", a.id, one.times),
          fmt::format("once, as at sequence {}", one.sequence));
    });
    return;
  }
  const bool gone =
      one.instead == 0 && end.may_be_gone && (end.first == 0 || a.version < end.first);
  to.add(gone ? log_fault::acknowledged_gone : log_fault::acknowledged_lost, [&] {
    std::string what = fmt::format("event \"{}\" was acknowledged and is not there: ", a.id);
    what += one.instead != 0
                ? fmt::format("another stands at its version, at sequence {}", one.instead)
                : versions_there(end);
    return finding_of(a, one.instead, std::move(what),
                      gone ? std::string{"what is older than the stream's max_age cannot be told"}
                           : fmt::format("that event at version {}", a.version));
  });
}

void acknowledged_check::judge_order(fault_list& to) const {
  // From the end: the one that was acknowledged first among those that come later in the log.
  boost::unordered_flat_map<fingerprint, const entry*, fingerprint::hasher> first_of;
  for (auto index = in_log_order_.rbegin(); index != in_log_order_.rend(); ++index) {
    const entry& one = entries_[*index];
    const acknowledged_event& a = *one.told;
    const entry*& earliest = first_of[key_of(a.name_space, a.actor)];
    if (earliest != nullptr && a.invoked && *earliest->told->acknowledged < *a.invoked)
      to.add(log_fault::order_reversed, [&] {
        const acknowledged_event& other = *earliest->told;
        return finding_of(
            a, one.sequence,
            fmt::format("event \"{}\" was asked for {} ns after \"{}\" was acknowledged, and "
                        "stands before it",
                        a.id, *a.invoked - *other.acknowledged, other.id),
            fmt::format("behind \"{}\", which is version {} at sequence {}", other.id,
                        other.version, earliest->sequence));
      });
    if (a.acknowledged && (earliest == nullptr || *a.acknowledged < *earliest->told->acknowledged))
      earliest = &one;
  }
}

}  // namespace contend::nats
