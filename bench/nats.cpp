// What the store on NATS costs beside nats.c alone, on one server of its own. Claims:
//   save             the median latency of an append with its version checked is at most 1.10 times
//                    that of js_PublishMsg with the same headers and an equally long payload
//                    (counter p50_ratio)
//   save_async       appends on 5,000 actors that nobody waits for are at least 0.85 times as fast
//                    as js_PublishMsgAsync with the same headers (ratio at most 1.18)
//   replay           walking through the 200,000 events of one actor and checking their chain is at
//                    least 0.8 times as fast as an ordered consumer alone (ratio at most 1.25)
//   replay_decoded   the same with every event made of its JSON, against an ordered consumer whose
//                    payloads are decoded by the same function
//   snapshot_load    loading an actor of 10,000 events from a snapshot and one event of tail is at
//                    least 8 times as fast as replaying all of them (ratio at most 0.125)
//
//   build/release/bin/bench_nats --benchmark_repetitions=3
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <support/nats_server.hpp>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>

#include "interleaved.hpp"
#include <contend/store/event_json.hpp>
#include <contend/store/load.hpp>
#include <contend/store/nats/async_nats_store.hpp>
#include <contend/store/nats/detail/event_reader.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace {

using namespace contend;
using bench::interleave;

constexpr std::string_view name_space = "default";

event_ptr built(const std::string& actor, version v) {
  return make_event({.id = fmt::format("event-{}-{}", actor, v),
                     .type = "Deposited",
                     .actor_id = actor,
                     .version = v,
                     .data = {{"amount", v}, {"currency", "EUR"}, {"by", "user-17"}}});
}

void must(natsStatus status) {
  if (status != NATS_OK) throw std::runtime_error{natsStatus_GetText(status)};
}

/// Ours, on a stream of its own; and a connection for nats.c alone, with a stream that is alike.
struct both_sides {
  both_sides() {
    natsConnection* made = nullptr;
    must(natsConnection_ConnectTo(&made, server.url().c_str()));
    connection.reset(made);
    static_cast<void>(nats_store::open(ours, {.stream = "THEIRS"}).value());
  }

  test::nats_server server{};
  std::shared_ptr<nats_connection> ours{nats_connection::connect({.urls = {server.url()}}).value()};
  std::unique_ptr<nats_store> store{nats_store::open(ours, {.stream = "OURS"}).value()};
  nats::connection_ptr connection{};
  nats::subjects names{"THEIRS", name_space};
};

nats::jetstream_ptr jetstream_of(both_sides& on, jsOptions* options = nullptr) {
  jsCtx* made = nullptr;
  must(natsConnection_JetStream(&made, on.connection.get(), options));
  return nats::jetstream_ptr{made};
}

/// What our store would send, its payload encoded already.
std::vector<nats::append_body> bodies_of(const both_sides& on,
                                         const std::vector<event_ptr>& events) {
  std::vector<nats::append_body> all;
  for (const event_ptr& e : events)
    all.push_back(nats::encode(on.names, e->actor_id, {&e, 1}).value());
  return all;
}

void save(benchmark::State& state) {
  both_sides on;
  const nats::jetstream_ptr js = jetstream_of(on);
  version at = 0;
  std::uint64_t last = 0;
  event_ptr next;
  std::vector<nats::append_body> body;
  interleave(
      state, 1,
      [&] {
        on.store->append("a", expected_version::exact(at - 1), {&next, 1}).value();
      },
      [&] {
        const nats::message_ptr message = nats::make_message(body.front(), "THEIRS", last);
        jsPubAck* answer = nullptr;
        must(js_PublishMsg(&answer, js.get(), message.get(), nullptr, nullptr));
        last = answer->Sequence;
        jsPubAck_Destroy(answer);
      },
      [&] {
        next = built("a", ++at);
        body = bodies_of(on, {next});
      });
  state.counters["p50_ratio"] = state.counters["ours_ns"] / state.counters["theirs_ns"];
}

/// Counts down the answers of one batch.
class answers {
 public:
  void expect(std::size_t count) { missing_ = count; }
  void one(bool good) {
    const std::lock_guard hold{lock_};
    good_ = good_ && good;
    if (--missing_ == 0) all_.notify_one();
  }
  void await() {
    std::unique_lock hold{lock_};
    all_.wait(hold, [&] { return missing_ == 0; });
    if (!good_) throw std::runtime_error{"an append failed"};
  }

 private:
  std::mutex lock_{};
  std::condition_variable all_{};
  std::size_t missing_ = 0;
  bool good_ = true;
};

struct counted final : receiver<version> {
  answers* to = nullptr;
  void receive(result<version> answer) override { to->one(answer.has_value()); }
};

void save_async(benchmark::State& state) {
  constexpr std::size_t actors = 5'000;
  both_sides on;
  boost::asio::thread_pool pool{2};
  const auto store = async_nats_store::open(*on.store, pool.get_executor()).value();
  answers told;
  counted each;
  each.to = &told;

  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = 2 * static_cast<std::int64_t>(actors);
  options.PublishAsync.AckHandler = [](jsCtx*, natsMsg* message, jsPubAck* good, jsPubAckErr*,
                                       void* to) {
    natsMsg_Destroy(message);
    static_cast<answers*>(to)->one(good != nullptr);
  };
  options.PublishAsync.AckHandlerClosure = &told;
  const nats::jetstream_ptr js = jetstream_of(on, &options);

  version at = 0;
  std::uint64_t before = 0;  // of their stream: each round stores one message an actor, in order
  std::vector<event_ptr> events;
  std::vector<nats::append_body> bodies;
  const auto make_ready = [&] {
    ++at;
    events.clear();
    for (std::size_t a = 0; a < actors; ++a) events.push_back(built(fmt::format("a{}", a), at));
    bodies = bodies_of(on, events);
  };
  const auto ours = [&] {
    told.expect(actors);
    for (const event_ptr& e : events)
      store->start_append(e->actor_id, expected_version::exact(at - 1), {&e, 1}, each);
    told.await();
  };
  const auto theirs = [&] {
    told.expect(actors);
    for (std::size_t a = 0; a < actors; ++a) {
      const std::uint64_t expected = at == 1 ? 0 : before - actors + a + 1;
      natsMsg* message = nats::make_message(bodies[a], "THEIRS", expected).release();
      must(js_PublishMsgAsync(js.get(), &message, nullptr));
    }
    told.await();
    before += actors;
  };
  make_ready();  // the first round of ours has to look where each actor stands
  ours();
  theirs();
  interleave(state, static_cast<double>(actors), ours, theirs, make_ready);
  pool.join();
}

/// `count` events of the actor "a" in their stream, as our store would have written them one by
/// one.
void fill(both_sides& on, version count) {
  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = 10'000;
  const nats::jetstream_ptr js = jetstream_of(on, &options);
  for (version v = 1; v <= count; ++v) {
    const event_ptr e = built("a", v);
    const auto body = nats::encode(on.names, "a", {&e, 1}).value();
    natsMsg* message =
        nats::make_message(body, "THEIRS", static_cast<std::uint64_t>(v - 1)).release();
    must(js_PublishMsgAsync(js.get(), &message, nullptr));
  }
  must(js_PublishAsyncComplete(js.get(), nullptr));
}

/// An ordered consumer of nats.c alone.
template <class Visit>
std::size_t consume(both_sides& on, jsCtx* js, std::size_t count, Visit visit) {
  jsSubOptions how;
  jsSubOptions_Init(&how);
  how.Stream = "THEIRS";
  how.Ordered = true;
  natsSubscription* made = nullptr;
  must(js_SubscribeSync(&made, js, on.names.events("a").c_str(), nullptr, &how, nullptr));
  natsSubscription_SetPendingLimits(made, -1, -1);
  std::size_t seen = 0;
  for (; seen < count; ++seen) {
    natsMsg* next = nullptr;
    must(natsSubscription_NextMsg(&next, made, 5'000));
    const nats::message_ptr owner{next};
    visit(next);
  }
  natsSubscription_Unsubscribe(made);
  natsConnection_Flush(on.connection.get());  // or nats.c 3.4 reads on in what is destroyed
  natsSubscription_Destroy(made);
  return seen;
}

constexpr version long_stream = 200'000;

void replay_walk(benchmark::State& state) {
  both_sides on;
  fill(on, long_stream);
  const nats::jetstream_ptr js = jetstream_of(on);
  nats::log ours{on.ours->link(), "THEIRS", true};
  std::size_t seen = 0;
  std::size_t walks = 0;
  interleave(
      state, static_cast<double>(long_stream),
      [&] {
        nats::chain reached{{}};
        const auto visit = [&](std::uint64_t sequence, natsMsg* message) {
          seen += reached.next(nats::look_at(message, sequence)) == nats::chain::fault::none;
          return true;
        };
        ours.read(on.names.events("a"), 0, long_stream, visit).value();
        ++walks;
      },
      [&] { consume(on, js.get(), long_stream, [](natsMsg*) {}); });
  if (seen != walks * static_cast<std::size_t>(long_stream))
    state.SkipWithError("some are missing");
}

void replay_decoded(benchmark::State& state) {
  both_sides on;
  fill(on, long_stream);
  const nats::jetstream_ptr js = jetstream_of(on);
  const auto ours = nats_store::open(on.ours, {.stream = "THEIRS"}).value();
  bool whole = true;
  std::vector<event_ptr> theirs;
  interleave(
      state, static_cast<double>(long_stream),
      [&] { whole = whole && ours->get_events("a").value().size() == std::size_t{long_stream}; },
      [&] {
        theirs.clear();
        consume(on, js.get(), long_stream, [&](natsMsg* message) {
          const std::string_view text = nats::look_at(message, 0).payload;
          theirs.push_back(make_event(event_from_json(text).value()));
        });
      });
  if (!whole) state.SkipWithError("some are missing");
}

struct account {
  std::int64_t balance = 0;
  void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(account, balance)

/// Without a snapshot, whatever the store has.
struct replayed_account {
  account of{};
  void apply(const event& e) { of.apply(e); }
};

void snapshot_load(benchmark::State& state) {
  constexpr version last = 10'000;
  both_sides on;
  fill(on, last - 1);
  // By one who has loaded the actor: a snapshot knows where in the stream it stands.
  const auto saver = nats_store::open(on.ours, {.stream = "THEIRS"}).value();
  const account before = load<account>(*saver, "a").value().state;
  saver->save_snapshot({.actor_id = "a", .version = last - 1, .state = before}).value();
  const event_ptr tail = built("a", last);
  saver->append("a", expected_version::exact(last - 1), {&tail, 1}).value();
  const auto store = nats_store::open(on.ours, {.stream = "THEIRS"}).value();
  bool equal = true;
  interleave(
      state, 1,
      [&] {
        const auto found = load<account>(*store, "a").value();
        equal = equal && found.snapshot == last - 1 && found.replayed == 1 &&
                found.state.balance == before.balance + last;
      },
      [&] {
        const auto found = load<replayed_account>(*store, "a").value();
        equal = equal && found.replayed == last && found.state.of.balance == before.balance + last;
      });
  if (!equal) state.SkipWithError("they differ");
}

}  // namespace

BENCHMARK(save)->UseManualTime()->Unit(benchmark::kMicrosecond)->Iterations(5'000);
BENCHMARK(save_async)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(20);
BENCHMARK(replay_walk)
    ->Name("replay")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(7);
BENCHMARK(replay_decoded)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK(snapshot_load)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(20);

BENCHMARK_MAIN();
