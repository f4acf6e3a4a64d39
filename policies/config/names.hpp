// Shapes of what is said by name: enumerations and sets of outcome classes.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <contend/policies/config/scalars.hpp>

namespace contend::config {

/// One of a few names.
class enum_shape final : public scalar_shape {
 public:
  struct entry {
    std::string_view name;
    std::int64_t value;
  };
  struct access {
    std::int64_t (*load)(const void* from);
    void (*store)(void* into, std::int64_t value);
  };
  enum_shape(std::vector<entry> entries, access how) : entries_{std::move(entries)}, how_{how} {}

  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds&, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override;
  [[nodiscard]] std::vector<std::string_view> names() const;

 protected:
  bool take(const node& from, void* into, const reading& as) const override;

 private:
  std::vector<entry> entries_;
  access how_;
};

/// A list of outcome classes, in the order of the enumeration when written.
class outcome_set_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds&, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override;

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
};

}  // namespace contend::config
