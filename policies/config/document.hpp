// Documents: JSON text in, a tree of nodes out that knows where each key and value stands.
//
//   diagnostics errors;
//   const document file = parse(text, "hot-key.json", errors);
//   errors.throw_if_any();
//   file.root.find("seed")->where;
//
// Strict JSON (RFC 8259), in UTF-8; a byte order mark at the start is passed over. More than JSON
// asks, so that nothing is read otherwise than it was meant: a key may stand only once in an
// object, and a whole number must fit in 64 bits. Nothing in the text can make it crash or hang:
// size, depth and number of values are bounded.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>

namespace contend::config {

/// What is beyond these is an error.
inline constexpr std::size_t most_bytes = std::size_t{16} << 20U;
inline constexpr std::size_t most_depth = 64;
inline constexpr std::size_t most_values = 1'000'000;

/// A tree and the texts that its nodes point into. Copies share the texts.
struct document {
  node root{};
  std::vector<std::shared_ptr<const source>> sources{};

  /// Where errors that concern all of it point to.
  [[nodiscard]] place where() const noexcept { return root.where; }
};

/// Reads the JSON that is `text` from byte `begin` on; `name`: what the text is called in messages.
/// Every mistake goes to `errors`; after one of syntax the root is null.
document parse(std::string text, std::string name, diagnostics& errors, std::size_t begin = 0);

}  // namespace contend::config
