// How the writers of these tests append: exactly, and until they know what became of it.
#pragma once

#include <store/events.hpp>
#include <string>

#include <contend/store/event_store.hpp>

namespace contend::test {

/// Appends one event exactly on the version that it read, until it is stored or someone else's is.
/// Every ambiguous answer is settled by asking again. The version, or 0 where another won.
inline version try_once(event_store& store, const std::string& actor, const std::string& id) {
  result<version> at{version{0}};
  while (!(at = store.get_latest_version(actor))) continue;
  const event_ptr mine[] = {make_event(draft(actor, *at + 1, id))};
  for (bool sent = false;;) {
    const auto stored = store.append(actor, expected_version::exact(*at), mine);
    if (stored) return *stored;
    if (stored.error().is_conflict()) return 0;
    sent = sent || stored.error().code == store_errc::unanswered;
    if (stored.error().code == store_errc::throttled && !sent) return 0;
  }
}

}  // namespace contend::test
