// Which parts of a file were read without a mistake: what is judged by them can be, while others
// are wrong. What a mistake leaves behind (a default, a half) is no ground to find another.
//
//   config::read(root, file, errors);
//   const sound_parts sound{errors};
//   if (sound.whole(root, {"run", "for"})) …       // file.run.length is what was meant
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>

namespace contend::scenarios {

/// Immutable. The sources of the mistakes must outlive it.
class sound_parts {
 public:
  using path = std::initializer_list<std::string_view>;

  sound_parts() = default;  ///< There is no mistake.
  explicit sound_parts(const config::diagnostics& found);

  /// Whether what stands at `to` below `from`, or that nothing does, is as it was meant: it has no
  /// mistake, and where it is absent no key beside it is unknown, which might have been it.
  [[nodiscard]] bool whole(const config::node& from, path to = {}) const;
  /// The same of the keys of the object there alone, not of what they hold.
  [[nodiscard]] bool keys(const config::node& from, path to = {}) const;

 private:
  [[nodiscard]] bool wrong_at(const config::place& where) const;
  [[nodiscard]] bool keys_of(const config::node& object) const;
  [[nodiscard]] bool all_of(const config::node& part) const;

  std::vector<config::place> mistakes_{};  ///< Sorted.
};

}  // namespace contend::scenarios
