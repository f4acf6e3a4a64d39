// Writers that go on while a server is harmed, and what they were told.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <contend/store/nats/nats_store.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend::test {

/// Each actor's events are versions 1, 2, 3 and so on, none twice; each that was told is at its
/// version: as the store reads them. The number of events.
std::size_t check_whole(event_store& store, const std::vector<acknowledged_event>& told,
                        const std::vector<std::string>& actors);

/// The same as the checker sees it, with the order of real time, through each of `how.urls`.
void check_log(const nats_options& how, const std::string& stream,
               const std::vector<acknowledged_event>& told);

/// Eight threads on five actors, one of them hot, each with a connection and a store of its own.
/// They append until stop().
class writers {
 public:
  static constexpr int threads = 8;

  writers(const nats_options& how, const nats_stream_options& stream);
  writers(const writers&) = delete;
  writers& operator=(const writers&) = delete;
  ~writers();

  [[nodiscard]] static const std::vector<std::string>& actors();
  /// Waits until `count` more appends have been acknowledged than now.
  void await_more(std::size_t count);
  /// What all of them were told. Every ambiguous answer has been settled by then.
  std::vector<acknowledged_event> stop();

 private:
  void write(int thread);

  std::vector<std::unique_ptr<nats_store>> stores_{};
  std::mutex lock_{};
  std::condition_variable more_{};
  std::vector<acknowledged_event> told_{};
  std::atomic<bool> over_{false};
  std::vector<std::jthread> running_{};
};

}  // namespace contend::test
