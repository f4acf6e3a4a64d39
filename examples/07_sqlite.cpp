// A durable store in one file: what was acknowledged is there after a restart.
//
//   build/release/bin/example_07_sqlite
#include <filesystem>

#include <fmt/format.h>

#include <contend/policies/ready_made.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/sqlite/sqlite_store.hpp>

using namespace contend;

int main() {
  const std::string file = "example_07.db";  // in the current folder
  std::filesystem::remove(file);

  const auto order = [](const history& past) {
    return new_event{"Ordered", {{"number", past.events.size() + 1}}};
  };
  for (int start = 1; start <= 3; ++start) {
    // Opened anew each time, as by a program that is started again.
    const auto store = sqlite_store::open(file, {.name_space = "shop"}).value();
    fmt::print("start {}: {} events found\n", start, store->get_events("cart-1").value().size());
    for (int i = 0; i < 2; ++i) execute(*store, "cart-1", ready_made::simple(), order);
  }

  const auto other = sqlite_store::open(file, {.name_space = "blog"}).value();
  const auto store = sqlite_store::open(file, {.name_space = "shop"}).value();
  fmt::print("shop is at version {}, blog at {}\n", store->get_latest_version("cart-1").value(),
             other->get_latest_version("cart-1").value());
  return store->get_events("cart-1").value().back()->data["number"] == 6 ? 0 : 1;
}
