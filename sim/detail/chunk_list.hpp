// FIFO lists whose entries lie side by side in chunks, and the pool that the chunks come from.
//
// The buckets of an event queue fill and empty millions of times a second. An allocation an entry
// would be slow, and a vector a bucket would keep each bucket's own peak. Here a list takes a chunk
// when its last one is full and gives each back as soon as it is read, so that all share one peak.
//
//   chunk_pool<event> pool;
//   chunk_list<event> list;
//   list.push_back(pool, e);
//   list.drain(pool, [&](const event& e) { others[e.place].push_back(pool, e); });
//
// Threading: a pool and its lists belong to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace contend::sim::detail {

/// One kibibyte of entries: with chunks of half that size a step with a million pending events took
/// about a quarter longer, and twice that size gained nothing.
template <class T>
struct alignas(64) chunk {
  static constexpr std::size_t bytes = 1024;
  static constexpr std::size_t capacity = (bytes - sizeof(void*)) / sizeof(T);
  static_assert(capacity >= 8, "the entries are too big for a chunk");

  [[nodiscard]] T* begin() noexcept { return entries.data(); }
  [[nodiscard]] T* end() noexcept { return entries.data() + capacity; }

  std::array<T, capacity> entries;
  chunk* next;
};

/// Owns every chunk that was ever made; none goes back to the system before the pool does.
template <class T>
class chunk_pool {
 public:
  /// Chunks are made this many at a time.
  static constexpr std::size_t slab = 64;

  /// A chunk without a successor. Throws std::bad_alloc.
  [[nodiscard]] chunk<T>* take() {
    if (free_ == nullptr) [[unlikely]]
      make_slab();
    chunk<T>* const taken = std::exchange(free_, free_->next);
    taken->next = nullptr;
    return taken;
  }

  /// Takes back the chunks from `first` to `last`. The last one back is the first one out again: it
  /// is the likeliest to be in the cache still.
  void give_back(chunk<T>* first, chunk<T>* last) noexcept {
    last->next = std::exchange(free_, first);
  }

  /// How many were ever made.
  [[nodiscard]] std::size_t chunks() const noexcept { return slabs_.size() * slab; }

 private:
  [[gnu::noinline]] void make_slab() {
    slabs_.push_back(std::unique_ptr<chunk<T>[]> { new chunk<T>[ slab ] });
    for (chunk<T>* one = &slabs_.back()[slab]; one-- != &slabs_.back()[0];) give_back(one, one);
  }

  chunk<T>* free_ = nullptr;
  std::vector<std::unique_ptr<chunk<T>[]>> slabs_;
};

/// Its chunks are the pool's: dropping a list that is not empty leaves them unused until the pool
/// goes.
template <class T>
class chunk_list {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] bool empty() const noexcept { return head_ == nullptr; }

  /// Whether there is one chunk at most.
  [[nodiscard]] bool is_short() const noexcept { return head_ == tail_; }

  void push_back(chunk_pool<T>& pool, const T& entry) {
    if (write_ == limit_) extend(pool);
    *write_++ = entry;
  }

  /// The entries of the first chunk. Not for an empty list.
  [[nodiscard]] std::span<const T> front() const noexcept {
    return {head_->begin(), head_ == tail_ ? write_ : head_->end()};
  }

  /// Removes the first chunk with its entries. Not for an empty list.
  void pop_front(chunk_pool<T>& pool) noexcept {
    chunk<T>* const done = std::exchange(head_, head_->next);
    pool.give_back(done, done);
    if (head_ == nullptr) *this = {};
  }

  /// Hands every entry to `take`, first to last, and leaves the list empty. `take` may push to
  /// other lists of the pool, which then use the chunks that are read.
  template <class Take>
  void drain(chunk_pool<T>& pool, Take take) {
    while (!empty()) {
      prefetch(head_->next);
      for (const T& entry : front()) take(entry);
      pop_front(pool);
    }
  }

  void clear(chunk_pool<T>& pool) noexcept {
    if (!empty()) pool.give_back(head_, tail_);
    *this = {};
  }

 private:
  void extend(chunk_pool<T>& pool) {
    chunk<T>* const fresh = pool.take();
    (empty() ? head_ : tail_->next) = fresh;
    tail_ = fresh;
    write_ = fresh->begin();
    limit_ = fresh->end();
  }

  /// A list of a million entries is not in the cache; the next chunk can be on its way there while
  /// this one is read.
  static void prefetch(const chunk<T>* next) noexcept {
    if (next == nullptr) return;
    for (std::size_t line = 0; line < chunk<T>::bytes; line += 64)
      __builtin_prefetch(reinterpret_cast<const char*>(next) + line);
  }

  // An empty list has write_ == limit_ too, so that one comparison tells that there is no room.
  T* write_ = nullptr;
  T* limit_ = nullptr;
  chunk<T>* head_ = nullptr;
  chunk<T>* tail_ = nullptr;
};

}  // namespace contend::sim::detail
