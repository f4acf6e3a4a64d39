// A list of types, so that registering one is one line in one place.
#pragma once

#include <cstddef>

namespace contend {

template <class... T>
struct type_list {
  static constexpr std::size_t size = sizeof...(T);

  /// Calls `f.template operator()<T>()` for each type, in the order of the list:
  ///   all_backoffs::for_each([]<class B>() { print(B::name); });
  template <class F>
  static constexpr void for_each(F&& f) {
    (f.template operator()<T>(), ...);
  }
};

}  // namespace contend
