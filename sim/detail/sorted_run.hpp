// A few entries in order of their keys: those that an event queue is about to hand out.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace contend::sim::detail {

/// Entry: has a member `key`. Capacity: the most entries that fill() takes; as many can be
/// inserted.
template <class Entry, std::size_t Capacity>
class sorted_run {
 public:
  [[nodiscard]] bool empty() const noexcept { return first_ == last_; }

  /// The entry of the least key, the first of equals. Not for an empty run.
  [[nodiscard]] const Entry& front() const noexcept { return entries_[first_]; }
  void pop_front() noexcept { ++first_; }

  [[nodiscard]] std::span<const Entry> entries() const noexcept {
    return {entries_.data() + first_, entries_.data() + last_};
  }

  void clear() noexcept { first_ = last_ = 0; }

  /// Makes these the entries, equal keys in the order given. Each goes to the place that the number
  /// of those before it says: a comparison for every pair, but none that a processor must guess.
  void fill(std::span<const Entry> unsorted) noexcept {
    for (std::size_t i = 0; i < unsorted.size(); ++i) {
      const auto key = unsorted[i].key;
      std::size_t before = 0;
      for (std::size_t j = 0; j < i; ++j) before += unsorted[j].key <= key;
      for (std::size_t j = i + 1; j < unsorted.size(); ++j) before += unsorted[j].key < key;
      entries_[before] = unsorted[i];
    }
    first_ = 0;
    last_ = unsorted.size();
  }

  /// Puts one behind all keys that are not greater. False, and nothing done, if there is no room.
  bool insert(const Entry& entry) noexcept {
    if (last_ == entries_.size() && !make_room()) return false;
    Entry* place = entries_.data() + last_++;
    for (; place != entries_.data() + first_ && place[-1].key > entry.key; --place)
      *place = place[-1];
    *place = entry;
    return true;
  }

 private:
  /// Moves the entries to where others have been popped, if that is at least half of the places: so
  /// the moves are never more than the pops.
  bool make_room() noexcept {
    if (first_ < Capacity) return false;
    std::ranges::copy(entries(), entries_.begin());
    last_ -= first_;
    first_ = 0;
    return true;
  }

  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::array<Entry, 2 * Capacity> entries_;
};

}  // namespace contend::sim::detail
