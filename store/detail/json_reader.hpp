// Reads JSON text without losing anything of it: an integer beyond 64 bits or a key given twice is
// an error, not a rounded number or a lost value. Bounded in depth.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>
#include <nlohmann/json.hpp>

namespace contend::detail {

/// The cause of a failure, for a person: "byte 17: …".
struct json_cause {
  std::string text{};
};

[[noreturn]] void throw_exception_from_error(const json_cause& cause,
                                             const boost::source_location&);

template <class T>
using json_result = boost::system::result<T, json_cause>;

[[nodiscard]] json_result<nlohmann::json> read_json(std::string_view text, std::size_t max_depth);

}  // namespace contend::detail
