// JSON pointers (RFC 6901): "/policies/full jitter/backoff". To change a tree from outside:
// overrides on the command line, the axes of a sweep.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/document.hpp>
#include <contend/policies/config/node.hpp>

namespace contend::config {

/// A pointer, and where each of its parts stands.
struct pointer {
  struct part {
    std::string key{};
    place where{};
  };
  std::vector<part> parts{};
  place where{};

  /// As it was written.
  [[nodiscard]] std::string text() const;
};

/// `text` must start with '/', or be empty for the whole. "~1" is '/', "~0" is '~'. `where`: the
/// place of its first character. Mistakes go to `errors`.
pointer parse_pointer(std::string_view text, const place& where, diagnostics& errors);

/// What `to` points to in `root`; null if it is not there. Not owned.
const node* find(const node& root, const pointer& to);

/// Puts `value` where `to` points in `root`, instead of what is there or as a new member; objects
/// on the way are made, also of a text that is the next key ("closed" of /closed/think). A mistake
/// (an index beyond a list, a member of a number) goes to `errors`, and `root` stays as it was.
void set(node& root, const pointer& to, node value, diagnostics& errors);

/// "/pointer=value", as --set takes it. The value is JSON, or else a string as it stands: `5ms` and
/// `"5ms"` are the same.
struct setting {
  pointer to{};
  node value{};
};

/// The text is kept in `keep`, whose nodes the setting may then join.
setting parse_setting(std::string text, document& keep, diagnostics& errors);

}  // namespace contend::config
