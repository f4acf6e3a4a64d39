// The io of an operation on a scripted store: the plainest there is.
#pragma once

#include <store/events.hpp>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/store/testing/scripted_store.hpp>

namespace contend::test {

/// Decides always; appends one event.
struct scripted_io {
  testing::scripted_store& store;
  std::vector<event_ptr> batch{};

  answer read(version) {
    const auto current = store.get_latest_version("a");
    if (current) return read_at(*current);
    return read_failed(classify(current.error()), current.error().retry_after);
  }
  answer decide(version at) {
    batch = events_at("a", {at + 1});
    return decided();
  }
  answer append(version expected) {
    const auto stored = store.append("a", expected_version::exact(expected), batch);
    if (stored) return stored_at(*stored);
    const store_error& e = stored.error();
    return append_failed(classify(e), e.current, e.retry_after);
  }
  answer resolve(version expected) { return append(expected); }
};

}  // namespace contend::test
