// The README's example, whole.
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>
using namespace contend;
using namespace std::chrono_literals;

int main() {
  memory_store store;
  const policy<jitter> polite{.backoff = {.base = 5ms, .cap = 2s},
                              .limits = {.attempts = 8, .deadline = 5s}};
  const auto opened = execute(store, "account-1", polite, [](const history& past) {
    return new_event{"Opened", {{"after", past.events.size()}}};
  });
  return opened.committed() ? 0 : 1;
}
