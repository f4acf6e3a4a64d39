// The shape of a choice: one of several kinds of thing, each with options of its own.
//
//   { "jitter": { "mode": "full" } }     the kind is the only key, its options the value
//   "uniform"                            a kind with all its defaults
//   "5ms"                                the kind that is written plainly (record.hpp), if there is
//   one
#pragma once

#include <string_view>
#include <vector>

#include <contend/policies/config/shape.hpp>

namespace contend::config {

class record_shape;

class one_of_shape final : public shape {
 public:
  struct choice {
    std::string_view name;
    std::string_view summary;    ///< One sentence; may be empty.
    std::string_view formula;    ///< What it does, as a formula; may be empty.
    std::string_view reference;  ///< Where it is described; may be empty.
    const record_shape* options;
    /// Makes the default of this kind, reads into it, puts it into the choice at `into`.
    void (*read)(const shape& options, const node& from, void* into, const reading& as);
    const void* (*held)(const void* one_of);  ///< Null where another kind is held.
  };

  /// `noun`: for messages, "backoff"; empty: the name of the field that is read.
  one_of_shape(std::string_view noun, std::vector<choice> choices)
      : noun_{noun}, choices_{std::move(choices)} {}

  void read(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] std::string problem(const void* value, const bounds& within) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions& shared) const override;
  [[nodiscard]] std::string what() const override;

  /// Reads the kind from among the members of `from` that are not in `siblings`. `as.in`: what
  /// has those members.
  void read_among(const node& from, const std::vector<std::string_view>& siblings, void* into,
                  const reading& as) const;
  /// The kind and its options, even where there are none.
  [[nodiscard]] member write_member(const void* from) const;
  [[nodiscard]] const std::vector<choice>& choices() const noexcept { return choices_; }
  [[nodiscard]] std::vector<std::string_view> names() const;
  /// "backoff"; empty where it goes by the name of its field.
  [[nodiscard]] std::string_view noun() const noexcept { return noun_; }

 private:
  [[nodiscard]] std::string_view noun(const reading& as) const {
    return noun_.empty() ? as.subject : noun_;
  }
  [[nodiscard]] const choice* find(std::string_view name) const;
  [[nodiscard]] const choice* held_by(const void* value) const;
  [[nodiscard]] const choice* plain() const;
  [[nodiscard]] std::string meant_by(std::string_view words) const;

  std::string_view noun_;
  std::vector<choice> choices_;
};

}  // namespace contend::config
