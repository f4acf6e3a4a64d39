#include <chrono>
#include <jetstream/load.hpp>
#include <jetstream/trying.hpp>
#include <map>
#include <set>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

namespace contend::test {

namespace {

std::int64_t now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

std::size_t check_whole(event_store& store, const std::vector<acknowledged_event>& told,
                        const std::vector<std::string>& actors) {
  std::map<std::string, std::vector<event_ptr>> all;
  std::size_t count = 0;
  for (const std::string& actor : actors) {
    all[actor] = eventually([&] { return store.get_events(actor); });
    count += all[actor].size();
    std::set<std::string> ids;
    version expected = 1;
    for (const event_ptr& e : all[actor]) {
      BOOST_REQUIRE(e->version == expected++);
      BOOST_REQUIRE_MESSAGE(ids.insert(e->id).second, e->id + " is stored twice");
    }
  }
  for (const acknowledged_event& a : told) {
    const auto& events = all.at(a.actor);
    BOOST_REQUIRE(static_cast<std::size_t>(a.version) <= events.size());
    BOOST_REQUIRE(events[static_cast<std::size_t>(a.version - 1)]->id == a.id);
  }
  return count;
}

void check_log(const nats_options& how, const std::string& stream,
               const std::vector<acknowledged_event>& told) {
  verify_options options;
  options.stream = stream;
  options.acknowledged = told;
  const auto found = verify_log(how, options);
  BOOST_REQUIRE_MESSAGE(found.has_value(), found.error().message());
  BOOST_TEST(found->whole());
  BOOST_TEST(found->acknowledged == told.size());
  BOOST_TEST(found->events == told.size());
  for (const log_finding& f : found->findings)
    BOOST_TEST_MESSAGE(fmt::format("{} at {}: {}", name_of(f.fault), f.sequence, f.what));
}

const std::vector<std::string>& writers::actors() {
  static const std::vector<std::string> all{"hot", "x0", "x1", "x2", "x3"};
  return all;
}

writers::writers(const nats_options& how, const nats_stream_options& stream) {
  for (int t = 0; t < threads; ++t)
    stores_.push_back(eventually([&] {
      const auto connection = eventually([&] { return nats_connection::connect(how); });
      return nats_store::open(connection, stream);
    }));
  for (int t = 0; t < threads; ++t) running_.emplace_back([this, t] { write(t); });
}

writers::~writers() { stop(); }

void writers::write(int thread) {
  const auto own = static_cast<std::size_t>(1 + thread / 2);
  const std::string& actor = actors()[thread % 2 == 0 ? 0 : own];
  for (int tried = 0; !over_; ++tried) {
    const std::string id = fmt::format("{}.{}", thread, tried);
    const std::int64_t invoked = now();
    const version at = try_once(*stores_[static_cast<std::size_t>(thread)], actor, id);
    if (at == 0) continue;
    const std::lock_guard hold{lock_};
    told_.push_back(
        {.actor = actor, .version = at, .id = id, .invoked = invoked, .acknowledged = now()});
    more_.notify_all();
  }
}

void writers::await_more(std::size_t count) {
  std::unique_lock hold{lock_};
  const std::size_t wanted = told_.size() + count;
  more_.wait(hold, [&] { return told_.size() >= wanted; });
}

std::vector<acknowledged_event> writers::stop() {
  over_ = true;
  running_.clear();
  return std::move(told_);
}

}  // namespace contend::test
