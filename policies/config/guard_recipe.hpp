// A guard as it is configured: which kind, with which options. The guard itself is shared and
// remembers; the recipe makes as many as are needed.
#pragma once

#include <concepts>
#include <memory>
#include <string_view>
#include <utility>

#include <contend/policies/config/shape_of.hpp>
#include <contend/policies/guard.hpp>
#include <contend/policies/random.hpp>

namespace contend::config {

/// A guard that has a name and options, and is made from them and a branch of randomness of its
/// own.
template <class G>
concept configurable_guard = std::derived_from<G, guard> && described<typename G::options> &&
    std::constructible_from<G, const typename G::options&, random_key> && requires {
  { G::name } -> std::convertible_to<std::string_view>;
};

/// Immutable, cheap to copy, thread-safe.
class guard_recipe {
 public:
  /// Of no kind: make() must not be called.
  guard_recipe() = default;

  template <configurable_guard G>
  static guard_recipe of(typename G::options options) {
    guard_recipe made;
    made.kind_ = G::name;
    made.options_ = std::make_shared<const typename G::options>(std::move(options));
    made.make_ = [](const void* held, random_key key) -> std::shared_ptr<guard> {
      return std::make_shared<G>(*static_cast<const typename G::options*>(held), key);
    };
    return made;
  }

  /// A new guard; `key` is its own branch of randomness.
  [[nodiscard]] std::shared_ptr<guard> make(random_key key) const {
    return make_(options_.get(), key);
  }

  /// Its options if it is a G, else null. Owned by the recipe.
  template <configurable_guard G>
  [[nodiscard]] const typename G::options* options() const noexcept {
    return kind_ == G::name ? static_cast<const typename G::options*>(options_.get()) : nullptr;
  }

  /// Empty for one of no kind.
  [[nodiscard]] std::string_view kind() const noexcept { return kind_; }

 private:
  std::string_view kind_{};
  std::shared_ptr<const void> options_{};
  std::shared_ptr<guard> (*make_)(const void*, random_key) = nullptr;
};

/// Made from all_guards.
template <>
struct shape_for<guard_recipe> {
  static one_of_shape make();
};

}  // namespace contend::config
