// The events that simulated writers append: small, and named so that each says who wrote it.
#pragma once

#include <charconv>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <contend/sim/flight.hpp>
#include <contend/store/event.hpp>

namespace contend::sim::detail {

/// "a17" on the stack: a name is needed for every request.
class actor_name {
 public:
  explicit actor_name(std::uint32_t actor) noexcept {
    buffer_[0] = 'a';
    end_ = std::to_chars(buffer_ + 1, buffer_ + sizeof buffer_, actor).ptr;
  }
  operator std::string_view() const noexcept {  // NOLINT: it is one
    return {buffer_, static_cast<std::size_t>(end_ - buffer_)};
  }

 private:
  char buffer_[12];
  char* end_;
};

/// Who wrote an event.
struct author {
  std::uint32_t writer = 0;
  std::uint32_t operation = 0;  ///< Which of the writer's, from 0.
};

inline author author_of(const flight& f) noexcept { return {f.writer, f.number}; }

/// "writer.operation.attempt.index": the same for a resolve as for the append that it resolves.
class event_name {
 public:
  event_name(const author& who, std::uint32_t attempt, std::uint32_t index) noexcept {
    for (const std::uint32_t part : {who.writer, who.operation, attempt, index}) {
      end_ = std::to_chars(end_, buffer_ + sizeof buffer_, part).ptr;
      *end_++ = '.';
    }
    --end_;
  }
  operator std::string_view() const noexcept {  // NOLINT: it is one
    return {buffer_, static_cast<std::size_t>(end_ - buffer_)};
  }

 private:
  char buffer_[48];
  char* end_ = buffer_;
};

/// Fills `batch` with `count` events each of `authors`, in their attempt number `attempt`, that
/// follow version `expected`. Events that are left in it from an append that was refused are
/// written anew: most appends of a hot actor are refused.
inline void write_events(std::vector<event_ptr>& batch, std::span<const author> authors,
                         std::uint32_t attempt, std::string_view actor, version expected,
                         std::uint32_t count, time_point now) {
  batch.resize(authors.size() * count);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto index = static_cast<std::uint32_t>(i % count);
    batch[i] = event_draft::recycle(std::move(batch[i]))
                   .id(event_name{authors[i / count], attempt, index})
                   .type("Written")
                   .actor_id(actor)
                   .at_version(expected + 1 + static_cast<version>(i))
                   .at_time(timestamp{now.time_since_epoch()})
                   .seal();
  }
}

}  // namespace contend::sim::detail
