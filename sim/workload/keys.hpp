// Which actor an operation writes to.
//
// A new way to choose is a struct with `name`, `summary` and `fields()`, its line in keys_model,
// and how key_chooser draws from it.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>

namespace contend::sim {

/// Every actor equally likely. In JSON just "uniform".
struct uniform_keys {
  static constexpr std::string_view name = "uniform";
  static constexpr std::string_view summary = "every actor equally likely";
  static constexpr auto fields() { return std::tuple{}; }
  friend bool operator==(const uniform_keys&, const uniform_keys&) = default;
};

/// Actor k (from 1) has weight 1 / k^exponent.
struct zipf {
  double exponent = 0.99;
  static constexpr std::string_view name = "zipf";
  static constexpr std::string_view summary = "actor k is chosen with weight 1 / k^exponent";
  static constexpr auto fields() {
    return std::tuple{field("exponent", &zipf::exponent, "skew; 0 is uniform", between(0, 20))};
  }
  friend bool operator==(const zipf&, const zipf&) = default;
};

/// A few actors take most of the operations.
struct hot {
  contend::share share{0.9};
  std::uint32_t actors = 1;
  static constexpr std::string_view name = "hot";
  static constexpr std::string_view summary = "a share of the operations goes to a few hot actors";
  static constexpr auto fields() {
    return std::tuple{
        field("share", &hot::share, "of the operations that go to hot actors", between(0, 1)),
        field("actors", &hot::actors, "how many actors are hot", between(1, 1e7))};
  }
  friend bool operator==(const hot&, const hot&) = default;
};

using keys_model = std::variant<uniform_keys, zipf, hot>;

/// Draws actors, numbered from 0. Immutable: one serves any number of threads.
class key_chooser {
 public:
  key_chooser(const keys_model& keys, std::uint32_t actors);

  [[nodiscard]] std::uint32_t choose(random_source& random) const;

 private:
  std::uint32_t actors_;
  double hot_share_ = 0;
  std::uint32_t hot_actors_ = 0;
  std::vector<double> cumulative_{};  ///< Of Zipf's weights; empty otherwise.
};

}  // namespace contend::sim
