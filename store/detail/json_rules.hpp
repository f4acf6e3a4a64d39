// What JSON a store takes: text that is UTF-8, numbers that are numbers, bounded in size and depth.
// So every store can write it down and read the very same back.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <contend/store/event.hpp>

namespace contend::detail {

/// Adds up an upper bound of what values take as JSON text (exact but for floating-point numbers,
/// which count 25 bytes) and keeps the first fault met. Allocates only for a fault.
class json_measure {
 public:
  /// `what` names the value in the fault: "data". Each returns whether all is well so far.
  bool add(std::string_view what, const nlohmann::json& value);
  bool add(std::string_view what, std::string_view text);

  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  /// "data/a/b: NaN is no JSON number"; empty while all is well.
  [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

 private:
  bool visit(const nlohmann::json& value, std::size_t depth);
  bool members(const nlohmann::json& object, std::size_t depth);
  bool elements(const nlohmann::json& array, std::size_t depth);
  bool text(std::string_view s);
  bool number(double d);
  bool bad(std::string why);

  std::size_t bytes_ = 0;
  std::string fault_{};
};

/// What keeps `e` from being written as JSON and read back; empty if nothing does.
[[nodiscard]] std::string json_fault(const event& e);

}  // namespace contend::detail
