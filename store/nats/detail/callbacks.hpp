// What nats.c tells of a connection on the side: refusals, that it was lost.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/nats/detail/handles.hpp>

namespace contend::nats {

/// Of one connection. nats.c knows it by a number, as it may call back once more after a connect
/// that failed or a connection that was closed, and says only of a closed one that it was the last
/// time: a number that nobody has any more is nobody's call. Thread-safe.
class callbacks {
 public:
  using listener = std::function<void()>;

  static std::shared_ptr<callbacks> make();
  callbacks(const callbacks&) = delete;
  callbacks& operator=(const callbacks&) = delete;
  ~callbacks();

  natsStatus install(natsOptions* options) const;

  /// Makes `call` whenever the connection is lost or closed, on a thread of nats.c, for as long as
  /// the returned owner lives. It must be brief.
  [[nodiscard]] std::shared_ptr<listener> on_disconnect(listener call);
  /// What the server said of `subject` when it was not permitted.
  [[nodiscard]] std::optional<std::string> refusal_of(std::string_view subject) const;

 private:
  explicit callbacks(std::uintptr_t number) : number_{number} {}
  static std::shared_ptr<callbacks> of(void* number);
  void refused(std::string text);
  void disconnected();

  std::uintptr_t number_;
  mutable std::mutex lock_{};
  std::deque<std::string> refusals_{};
  std::vector<std::weak_ptr<listener>> listeners_{};
};

}  // namespace contend::nats
