// The messages of a subject, from somewhere in the stream on, as the server pushes them.
//
// A consumer by hand and not nats.c's ordered one, which destroys its subscription where it cannot
// be made, and waits for no round trip (see link.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace contend::nats {

/// A message and where it stands.
struct located_message {
  std::uint64_t sequence = 0;
  message_ptr message{};
};

/// Where a message stands that a consumer delivered.
struct delivered_place {
  std::uint64_t sequence = 0;  ///< In the stream; 0: it is none of a stream.
  std::uint64_t count = 0;     ///< Of those that the consumer has delivered, from 1 on.
};

/// As the subject for its acknowledgement tells.
[[nodiscard]] delivered_place place_of(std::string_view reply) noexcept;

/// One thread at a time. Refers to the link.
class delivery {
 public:
  /// Messages of `subject` with sequences above `after`. A round trip. Errors: what the server
  /// refuses with; unavailable.
  static result<delivery> start(link& from, const std::string& stream, const std::string& subject,
                                std::uint64_t after);
  delivery(delivery&&) noexcept = default;
  delivery& operator=(delivery&&) = delete;
  /// A round trip. Where that fails, the server ends it by itself.
  ~delivery();

  /// The next message; waits for the link's timeout at most. NATS_MISMATCH: some were lost on the
  /// way, as those are that the server sends while the connection is down.
  natsStatus next(located_message& to);

 private:
  using clock = std::chrono::steady_clock;
  delivery(link& from, std::string stream, subscription_ptr s)
      : link_{&from}, stream_{std::move(stream)}, subscription_{std::move(s)} {}
  result<void> add_consumer(const char* inbox, const std::string& subject, std::uint64_t after);
  /// The server asks whether it may go on, or says that it lives and how much it has sent.
  natsStatus hear(natsMsg* control);

  link* link_;
  std::string stream_;
  subscription_ptr subscription_;
  consumer_info_ptr consumer_{};
  std::uint64_t count_ = 0;
};

}  // namespace contend::nats
