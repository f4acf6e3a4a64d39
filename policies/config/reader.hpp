// Reading described types from JSON.
//
//   diagnostics errors;
//   const document file = parse(text, "limits.json", errors);
//   limits mine;
//   read(file.root, mine, errors);
//   errors.throw_if_any();
//
// What the text does not mention keeps the value that it had. Which types can be read:
// shape_of.hpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <contend/policies/config/document.hpp>
#include <contend/policies/config/shape_of.hpp>

namespace contend::config {

/// Every mistake goes to `errors`; with any, `into` is of no use. `subject`: what it is, for
/// messages.
template <class T>
void read(const node& from, T& into, diagnostics& errors, std::string_view subject = "this") {
  shape_of<T>().read(from, &into, {subject, {}, errors});
}

/// A T from text. Throws invalid_config with every mistake.
template <class T>
T read_text(std::string text, std::string name) {
  diagnostics errors;
  const document file = parse(std::move(text), std::move(name), errors);
  errors.throw_if_any();
  T made{};
  read(file.root, made, errors);
  errors.throw_if_any();
  return made;
}

}  // namespace contend::config
