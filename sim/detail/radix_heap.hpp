// A queue by time for those who never look back: every key pushed is at least the last one popped.
//
// A radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, "Faster algorithms for the shortest path
// problem", 1990) of digits of six bits, which makes it a hierarchical timing wheel (Varghese and
// Lauck, "Hashed and hierarchical timing wheels", 1987) whose lowest wheel turns in nanoseconds and
// whose highest holds the end of all keys. No tree of comparisons: an entry is copied a few times,
// always from one sequence to the end of another, and only the last few are sorted.
//
// Let base be a number that no pending key is below: where the bucket that was opened last begins.
// A key's bucket is (level, digit): the level is the highest digit in which the key differs from
// base (0 if in none), the digit is the key's own there. Hence
//  - a bucket of a lower level is before one of a higher level, and within a level the lower digit
//    is first: the first bucket that is not empty holds the least key;
//  - when base moves up to where the first bucket begins, the keys of that bucket belong to lower
//    levels, and no other key changes its bucket: the digits of base that count for it stay.
// The bucket so opened is spread over the lower levels if it is long. If it is short, its entries
// become the *run*, which is sorted, and which later keys of the bucket's range join; a run that is
// full is spread like a long bucket.
//
// Equal keys come out in the order in which they went in. At any moment it depends on the key alone
// whether it belongs to the run and to which bucket, so equal keys are together. A bucket is a FIFO
// list, and the run keeps equal keys in order. What moves from a bucket to others, to the run, or
// from a full run to buckets does so in order and to places that were empty before, since they are
// below the level of what moves. One bucket goes into the run in parts: that of level 0, where all
// keys are equal, and what is pushed meanwhile goes behind the parts still to come.
//
// Threading: one thread at a time. push() and pop() may throw std::bad_alloc and nothing else; if
// it happens while they move entries, the heap is good for clear() only.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include <contend/sim/detail/chunk_list.hpp>
#include <contend/sim/detail/sorted_run.hpp>

namespace contend::sim::detail {

template <class Value>
class radix_heap {
 public:
  using key_type = std::uint64_t;

  /// Keys are below this: those of time points that are not negative.
  static constexpr key_type end_of_keys = key_type{1} << 63;

  struct entry {
    key_type key;
    Value value;
  };

  radix_heap() = default;
  radix_heap(const radix_heap&) = delete;
  radix_heap& operator=(const radix_heap&) = delete;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// `key`: at least the last one popped, and at least the largest `limit` refused to a pop.
  void push(key_type key, const Value& value) {
    assert(key >= base_ && key < end_of_keys);
    const entry added{key, value};
    if ((key ^ base_) >= run_span_ || !join_run(added)) place(added);
    ++size_;
  }

  /// Takes out the entry of the least key, the first of those that are equal, if its key is below
  /// `limit`; else leaves `least` alone and answers false.
  bool pop(key_type limit, entry& least) {
    while (run_.empty())
      if (!refill(limit)) return false;
    if (run_.front().key >= limit) return false;
    least = run_.front();
    run_.pop_front();
    --size_;
    return true;
  }

  /// Forgets all entries and the last key popped, and keeps the memory.
  void clear() noexcept {
    for (; levels_ != 0; levels_ &= levels_ - 1) {
      const auto level = static_cast<unsigned>(std::countr_zero(levels_));
      for (list& bucket : buckets_[level]) bucket.clear(pool_);
      digits_[level] = 0;
    }
    run_.clear();
    run_span_ = 0;
    size_ = 0;
    base_ = 0;
  }

  /// Bytes of the chunks, used and unused. They never become fewer.
  [[nodiscard]] std::size_t memory() const noexcept {
    return pool_.chunks() * sizeof(chunk<entry>);
  }

  /// What memory() cannot exceed if never more than `peak` entries are pending: full chunks for
  /// all, one chunk for each bucket that is being written, one for the bucket that is being read,
  /// and the rest of a slab.
  [[nodiscard]] static constexpr std::size_t memory_bound(std::size_t peak) noexcept {
    const std::size_t used = peak / chunk<entry>::capacity + levels * radix + 1;
    return (used + chunk_pool<entry>::slab - 1) * sizeof(chunk<entry>);
  }

 private:
  using list = chunk_list<entry>;

  static constexpr unsigned bits = 6;  // A level's non-empty digits are the bits of one word.
  static constexpr unsigned radix = 1U << bits;
  static constexpr unsigned levels = (63 + bits - 1) / bits;

  void place(const entry& e) {
    const auto level = static_cast<unsigned>(std::bit_width((e.key ^ base_) | 1) - 1) / bits;
    const auto digit = static_cast<unsigned>(e.key >> (level * bits)) % radix;
    buckets_[level][digit].push_back(pool_, e);
    digits_[level] |= std::uint64_t{1} << digit;
    levels_ |= 1U << level;
  }

  /// False if the run was full: then it is spread, and the entry is to be placed like the others.
  bool join_run(const entry& e) {
    if (run_.insert(e)) return true;
    run_span_ = 0;
    for (const entry& other : run_.entries()) place(other);
    run_.clear();
    return false;
  }

  void mark_empty(unsigned level, unsigned digit) noexcept {
    digits_[level] &= ~(std::uint64_t{1} << digit);
    if (digits_[level] == 0) levels_ &= ~(1U << level);
  }

  /// The least key that can lie in a bucket.
  [[nodiscard]] key_type start_of(unsigned level, unsigned digit) const noexcept {
    const key_type above = base_ >> (level * bits) >> bits;
    return ((above << bits) + digit) << (level * bits);
  }

  /// Opens the first bucket; false if there is none that begins below `limit`.
  bool refill(key_type limit) {
    if (levels_ == 0) return false;
    const auto level = static_cast<unsigned>(std::countr_zero(levels_));
    const auto digit = static_cast<unsigned>(std::countr_zero(digits_[level]));
    const key_type start = start_of(level, digit);
    if (start >= limit) return false;
    base_ = start;
    run_span_ = 0;
    list& first = buckets_[level][digit];
    if (level == 0 || first.is_short()) {
      if (level != 0) run_span_ = key_type{1} << (level * bits);
      run_.fill(first.front());
      first.pop_front(pool_);
    } else {
      first.drain(pool_, [this](const entry& e) { place(e); });
    }
    if (first.empty()) mark_empty(level, digit);
    return true;
  }

  key_type base_ = 0;
  key_type run_span_ = 0;  // How many keys from base on belong to the run.
  std::size_t size_ = 0;
  std::uint32_t levels_ = 0;                    // Which levels have a bucket that is not empty,
  std::array<std::uint64_t, levels> digits_{};  // and which buckets of a level those are.
  std::array<std::array<list, radix>, levels> buckets_{};
  chunk_pool<entry> pool_;
  sorted_run<entry, chunk<entry>::capacity> run_;
};

}  // namespace contend::sim::detail
