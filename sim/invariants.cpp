#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include <contend/sim/detail/written_events.hpp>
#include <contend/sim/invariants.hpp>

namespace contend::sim {

namespace {

/// Writer and operation number of an event, from its id.
std::uint64_t operation_of(const event& e) {
  std::uint32_t writer = 0;
  std::uint32_t number = 0;
  const char* const end = e.id.data() + e.id.size();
  const auto [dot, failed] = std::from_chars(e.id.data(), end, writer);
  if (failed == std::errc{} && dot != end) std::from_chars(dot + 1, end, number);
  return (std::uint64_t{writer} << 32) | number;
}

}  // namespace

void invariants::violate(invariant i, std::string what) {
  std::string& first = violations_[static_cast<std::size_t>(i)];
  if (first.empty()) first = std::move(what);
}

bool invariants::all_held() const noexcept {
  return std::all_of(violations_.begin(), violations_.end(),
                     [](const std::string& v) { return v.empty(); });
}

void invariants::merge(const invariants& other) {
  for (std::size_t i = 0; i < invariant_count; ++i)
    violate(static_cast<invariant>(i), other.violations_[i]);
}

void invariants::committed(event_store& store, const flight& f, version at, std::uint32_t attempt,
                           std::uint32_t events_per_append) {
  const detail::actor_name actor{f.actor};
  const auto found = store.get_events(actor, {.from = at, .to = at});
  if (found && found->size() == 1 &&
      found->front()->id == std::string_view{detail::event_name{detail::author_of(f), attempt,
                                                                events_per_append - 1}})
    return;
  violate(invariant::no_lost_updates, "operation " + std::to_string(f.number) + " of writer " +
                                          std::to_string(f.writer) +
                                          " was told it had committed version " +
                                          std::to_string(at) + ", where its event does not stand");
}

/// An operation writes to one actor, so that one stored twice shows in that actor's chain.
std::uint64_t invariants::check_chain(std::span<const event_ptr> events, std::uint32_t actor,
                                      std::uint32_t events_per_append) {
  operations_.clear();
  version expected = 0;
  for (const event_ptr& e : events) {
    if (e->version != ++expected)
      violate(invariant::unbroken_chains, "version " + std::to_string(e->version) +
                                              " stands where " + std::to_string(expected) +
                                              " was due in actor " + std::to_string(actor));
    if (e->version % events_per_append == 0) operations_.push_back(operation_of(*e));
  }
  std::sort(operations_.begin(), operations_.end());
  const auto twice = std::adjacent_find(operations_.begin(), operations_.end());
  if (twice != operations_.end())
    violate(invariant::nothing_twice, "operation " + std::to_string(*twice & 0xffffffffU) +
                                          " of writer " + std::to_string(*twice >> 32) +
                                          " is stored more than once");
  return operations_.size();
}

void invariants::finish(event_store& store, const workload_model& workload, const totals& counted,
                        std::uint64_t on_the_way) {
  std::uint64_t found = 0;
  for (std::uint32_t a = 0; a < workload.actors; ++a)
    found +=
        check_chain(store.get_events(detail::actor_name{a}).value(), a, workload.events_per_append);
  const std::uint64_t accounted = counted.stored + counted.conflicts + counted.rejects +
                                  counted.repeated + counted.lost + on_the_way;
  if (found != counted.stored_operations || accounted != counted.appends)
    violate(invariant::appends_add_up,
            std::to_string(counted.appends) + " appends, of which " +
                std::to_string(counted.stored) + " stored with " +
                std::to_string(counted.stored_operations) + " operations (" +
                std::to_string(found) + " found), " + std::to_string(counted.conflicts) +
                " conflicts, " + std::to_string(counted.rejects) + " rejects, " +
                std::to_string(counted.repeated) + " repeated, " + std::to_string(counted.lost) +
                " lost and " + std::to_string(on_the_way) + " on their way");
}

}  // namespace contend::sim
