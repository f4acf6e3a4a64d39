// How the writers of these tests append: exactly, and until they know what became of it.
#pragma once

#include <chrono>
#include <stdexcept>
#include <store/events.hpp>
#include <string>

#include <contend/store/event_store.hpp>

namespace contend::test {

/// Ends what asks again and again until something is so, where it never is: after two minutes.
class patience {
 public:
  /// Throws std::runtime_error that names `what` did not come.
  void keep(const std::string& what) const {
    if (std::chrono::steady_clock::now() > end_)
      throw std::runtime_error{"waited two minutes for " + what};
  }

 private:
  std::chrono::steady_clock::time_point end_ =
      std::chrono::steady_clock::now() + std::chrono::minutes{2};
};

/// What `call` gives once it succeeds: a cluster that has just been harmed chooses leaders first.
template <class Call>
auto eventually(const Call& call) {
  for (const patience until;;) {
    auto answer = call();
    if (answer) return *std::move(answer);
    until.keep("an answer: " + answer.error().message());
  }
}

/// Appends one event exactly on the version that it read, until it is stored or someone else's is.
/// Every ambiguous answer is settled by asking again. The version, or 0 where another won.
inline version try_once(event_store& store, const std::string& actor, const std::string& id) {
  const patience until;
  const version at = eventually([&] { return store.get_latest_version(actor); });
  const event_ptr mine[] = {make_event(draft(actor, at + 1, id))};
  for (bool sent = false;;) {
    const auto stored = store.append(actor, expected_version::exact(at), mine);
    if (stored) return *stored;
    if (stored.error().is_conflict()) return 0;
    sent = sent || stored.error().code == store_errc::unanswered;
    if (stored.error().code == store_errc::throttled && !sent) return 0;
    until.keep("an append to be settled: " + stored.error().message());
  }
}

}  // namespace contend::test
