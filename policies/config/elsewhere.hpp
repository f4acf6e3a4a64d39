// Where a field belongs that somebody wrote in the wrong place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/pointer.hpp>
#include <contend/policies/config/shape.hpp>

namespace contend::config {

/// What is being read, and what it stands in: a chain from the inside out.
struct enclosing {
  const shape& is;
  std::string_view name;  ///< Its key.
  const enclosing* outer;
};

/// A hint for `wrong`, an unknown key in `here`: a candidate that is spelt like it, or where a
/// field of this name stands, nearest first, or what the candidates are. `it stands in "limits": {
/// "limits": { "deadline": "2s" } }`. May be empty.
std::string what_was_meant(const member& wrong, const std::vector<std::string_view>& candidates,
                           const enclosing& here);

/// Tells the first key of `to` that `whole`, called `name`, cannot have, and what was meant.
void check_pointer(const pointer& to, const shape& whole, std::string_view name,
                   diagnostics& errors);

}  // namespace contend::config
