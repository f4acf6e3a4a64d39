#include <condition_variable>
#include <mutex>

#include <contend/store/drivers/steady_clock_source.hpp>

namespace contend {

void steady_clock_source::wait_until(time_point until, const std::stop_token& stop) {
  std::mutex nobody_else;
  std::condition_variable_any stopped;
  std::unique_lock hold{nobody_else};
  const std::chrono::steady_clock::time_point end{until.time_since_epoch()};
  stopped.wait_until(hold, stop, end, [] { return false; });
}

}  // namespace contend
