// Writing described types as JSON: every field, in the order of its description, so that
// read(write(x)) is x again.
//
//   to_text(write(limits{.attempts = 3}));
#pragma once

#include <contend/policies/config/node.hpp>
#include <contend/policies/config/shape_of.hpp>

namespace contend::config {

template <class T>
node write(const T& value) {
  return shape_of<T>().write(&value);
}

}  // namespace contend::config
