// Who wants to know what was stored subscribes; a subscriber that is too slow is told what it lost.
//
//   build/release/bin/example_08_bus
#include <fmt/format.h>

#include <contend/policies/ready_made.hpp>
#include <contend/store/bus/memory_bus.hpp>
#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/noticing_store.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;

int main() {
  memory_store events;
  memory_bus bus;
  version_cache versions;
  commit_watch watch{versions};
  noticing_store store{events, {.bus = &bus, .name_space = "shop.orders", .watch = &watch}};

  auto everyone = bus.subscribe("shop.*").value();
  auto slow = bus.subscribe("shop.>", {.actors = {"order-1"}, .capacity = 2}).value();

  const auto place = [](const history&) { return new_event{"OrderPlaced"}; };
  for (int i = 0; i < 5; ++i) execute(store, "order-1", ready_made::simple(), place);
  execute(store, "order-2", ready_made::simple(), place);

  int heard = 0;
  while (const auto d = everyone.try_next()) {
    const auto notice = as_event_stored(*d->event).value();
    fmt::print("{} is at version {}\n", notice.actor_id, notice.version);
    ++heard;
  }
  const auto first = slow.try_next().value();
  fmt::print("the slow one lost {}, and goes on at version {}\n", first.lost_before,
             first.event->version);
  return heard == 6 && first.lost_before == 3 && versions.read("order-1") == 5 ? 0 : 1;
}
