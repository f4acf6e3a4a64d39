// A guarded operation of a user's own, built against the installed package.
#include <chrono>
#include <cstdio>

#include <contend/policies/operation.hpp>

int main() {
  using namespace contend;
  const policy<none> policy{.limits = {.attempts = 2}};
  operation op{policy, random_key{1}};

  // One attempt loses against another writer, the next one wins.
  action next = op.resume(started(time_point{}));
  for (version current = 7; next.what != action::kind::done;) {
    switch (next.what) {
      case action::kind::read:
        next = op.resume(read_at(current));
        break;
      case action::kind::decide:
        next = op.resume(decided());
        break;
      case action::kind::append:
        next = op.resume(current++ == 7 ? append_failed(outcome::conflict, 8) : stored_at(current));
        break;
      default:
        next = op.resume(time_is(time_point{}));
    }
  }
  const operation_result& result = op.result();
  std::printf("%s after %u attempts at version %lld\n", to_string(result.end).data(),
              result.attempts, static_cast<long long>(result.current));
  return result.committed() && result.attempts == 2 && result.current == 9 ? 0 : 1;
}
