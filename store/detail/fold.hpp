// How a state takes an event in.
#pragma once

#include <contend/store/event.hpp>

namespace contend::detail {

/// Applies `e` to a state that takes either the event or the shared pointer to it.
template <class State>
void fold(State& state, const event_ptr& e) {
  if constexpr (requires { state.apply(*e); })
    state.apply(*e);
  else
    state.apply(e);
}

}  // namespace contend::detail
