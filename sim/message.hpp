// What travels in virtual time: the payload of the kernel's events.
#pragma once

#include <cstdint>

#include <contend/policies/outcome.hpp>

namespace contend::sim {

enum class request_kind : std::uint8_t { read, append, resolve };

struct message {
  enum class kind : std::uint8_t {
    arrival,   ///< An operation of writer `flight` arrives.
    start,     ///< An operation of writer `flight` that had arrived at `value` may start.
    request,   ///< A request reaches the store.
    served,    ///< The store has worked on a request.
    answer,    ///< The store's answer reaches the writer.
    decided,   ///< The writer has decided what to write.
    wake,      ///< A wait is over.
    notice,    ///< The notice of a commit reaches the writer.
    timeout,   ///< The writer has waited long enough for an answer.
    turn,      ///< Those in front of the operation have ended.
    patience,  ///< The operation has waited long enough for its turn, or for room in the queue.
    work,      ///< The background queue `flight` may have work.
    known,     ///< What the operation would read is known: `value`.
  };

  kind what = kind::arrival;
  request_kind request = request_kind::read;
  outcome how = outcome::committed;  ///< Of an answer.
  std::uint8_t attempt = 0;          ///< Of a request: the lowest bits of its attempt's number.
  std::uint32_t flight = 0;          ///< The operation in flight; where said, a writer or a queue.
  std::uint32_t number = 0;          ///< Which request (or wait) of that operation.
  std::uint32_t generation = 0;  ///< Of the flight's place, to know a message that comes too late.
  version value = 0;             ///< The version expected, read, written or announced.
};

static_assert(sizeof(message) == 24, "a million of them are pending at once");

}  // namespace contend::sim
