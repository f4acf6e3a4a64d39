// The list of all faults, in the order of lists and messages.
//
// A fault is a struct with `name`, `summary`, `formula`, `reference`, `fields()`, the times `from`
// and `length` (time_span.hpp), and what it does, each of these if it does that:
//
//   bool loses(const traffic&, random_source&) const     the message goes no further
//   bool refuses(const traffic&, random_source&) const   the store refuses it: a transient failure
//   double slowness() const                              service takes so many times as long
//
// It is asked only while it lasts. To add one: its file, its test, its line here.
#pragma once

#include <variant>

#include <contend/sim/faults/lost_acks.hpp>
#include <contend/sim/faults/outage.hpp>
#include <contend/sim/faults/partition.hpp>
#include <contend/sim/faults/reject.hpp>
#include <contend/sim/faults/slow.hpp>

namespace contend::sim {

using fault_model = std::variant<outage, slow, reject, lost_acks, partition>;

}  // namespace contend::sim
