// An event is written, read again, and is the same as JSON; a version that is taken is refused.
//
//   build/release/bin/example_01_first_event
#include <fmt/format.h>

#include <contend/store/event_builder.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace std::chrono_literals;

int main() {
  memory_store store;
  store.save_event(event_builder{"AccountOpened"}
                       .with("owner", "Ada")
                       .with("limit", 500)
                       .by_user("u-7")
                       .at_time(timestamp{1'714'979'289s})
                       .id("e-1")
                       .of("account-1", 1));

  const event_ptr first = store.get_events("account-1").value().front();
  fmt::print("{}\n", to_json_text(*first).value());

  const auto refused =
      store.save_event(event_builder{"AccountClosed"}.id("e-2").of("account-1", 1));
  fmt::print("{}\n", refused.error().message());
  return refused.error().is_conflict() && store.get_latest_version("account-1").value() == 1 ? 0
                                                                                             : 1;
}
