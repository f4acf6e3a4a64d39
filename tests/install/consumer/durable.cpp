// A user's durable store, built against the installed package: what was saved is there again.
#include <cstdio>

#include <contend/store/event_builder.hpp>
#include <contend/store/sqlite/sqlite_store.hpp>

int main() {
  using namespace contend;
  const char* const path = "durable.db";
  std::remove(path);
  sqlite_store::open(path)
      .value()
      ->save_event(event_builder{"Opened"}.id("e-1").of("a", 1))
      .value();
  return sqlite_store::open(path).value()->get_latest_version("a").value() == 1 ? 0 : 1;
}
