// The result file: JSON, schema `contend.result/1`.
//
//   write_text(file, result_text(r));
//   result again = read_result(text, "result.json");     // again == r
//
// The same result gives the same bytes with any compiler: members come in a fixed order, numbers
// are written as the shortest text that reads back as the same number. The digest is the SHA-256 of
// everything but `provenance` and itself, written without spaces: equal digests, equal runs.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <contend/measure/result.hpp>

namespace contend::measure {

inline constexpr std::string_view result_schema = "contend.result/1";

/// Not a result file, or not one that this version reads. what() is for the user: it begins with
/// the name of the file, says where and what is wrong, and what would be right.
class result_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

nlohmann::ordered_json result_json(const result& r);

/// The file's content, laid out for people: what fits on a line is on one line.
std::string result_text(const result& r);

std::string digest(const result& r);

/// Members that are not known are passed over; what is missing or of another type is an error.
/// Durations in the latency histogram survive exactly up to 104 days (2^53 ns). The digest is not
/// checked: compare digest(r) with the member, if a file may have been touched. `name` is how
/// errors call the file. Throws result_error.
result read_result(std::string_view text, std::string_view name);

}  // namespace contend::measure
