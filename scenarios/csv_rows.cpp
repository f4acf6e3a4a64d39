#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include <contend/scenarios/csv_rows.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::place;

constexpr std::uintmax_t most_file_bytes = std::uintmax_t{256} << 20U;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Whether it can be read at all; else tells why.
bool is_readable(const std::ifstream& in, const std::filesystem::path& path, const place& at,
                 diagnostics& errors) {
  std::error_code ignored;
  const bool readable = in && std::filesystem::is_regular_file(path, ignored);
  const bool fits = std::filesystem::file_size(path, ignored) <= most_file_bytes;
  if (!readable)
    errors.error(at, fmt::format("cannot read the file \"{}\"", path.string()),
                 "its name is relative to the scenario's folder");
  else if (!fits)
    errors.error(at, fmt::format("\"{}\" is larger than 256 MB", path.string()));
  return readable && fits;
}

/// Text of a file with a mark at its start is not what comes after the mark.
std::string_view row_in(std::string_view line, std::size_t number) {
  if (number == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  return trimmed(line);
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Tells of the first mistakes of a file, and counts them all.
class row_mistakes {
 public:
  row_mistakes(std::string file, diagnostics& errors) : file_{std::move(file)}, errors_{errors} {}
  row_mistakes(const row_mistakes&) = delete;
  row_mistakes& operator=(const row_mistakes&) = delete;
  ~row_mistakes() = default;

  /// In `line`, which is the file's `number`th.
  void tell(std::string_view line, std::size_t number, const row_mistake& wrong) {
    if (++count_ > most_wrong_rows) return;
    const config::source here{file_, std::string{line}, number};
    const auto offset = static_cast<std::size_t>(wrong.field.data() - line.data());
    errors_.error(place{&here, offset}, wrong.message, wrong.hint);
  }
  void sum_up() {
    if (count_ > most_wrong_rows)
      errors_.error(file_, fmt::format("{} of its rows are wrong; these are the first {}", count_,
                                       most_wrong_rows));
  }
  [[nodiscard]] bool any() const { return count_ != 0; }

 private:
  std::string file_;
  diagnostics& errors_;
  std::size_t count_ = 0;
};

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = std::min(text.find_first_not_of(" \t\r"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

void for_each_row(const std::filesystem::path& path, const place& at, diagnostics& errors,
                  const std::function<std::optional<row_mistake>(std::string_view)>& take) {
  std::ifstream in{path, std::ios::binary};
  if (!is_readable(in, path, at, errors)) return;
  row_mistakes mistakes{path.string(), errors};
  std::string line;
  std::size_t rows = 0;
  bool first = true;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string_view row = row_in(line, number);
    if (row.empty() || row.front() == '#') continue;
    if (rows == most_rows) {
      mistakes.tell(line, number, {row, "the file has too many rows"});
      break;
    }
    const auto wrong = take(row);
    const bool names_the_columns = wrong && first && !has_digit(row);
    first = false;
    if (!wrong)
      ++rows;
    else if (!names_the_columns)
      mistakes.tell(line, number, *wrong);
  }
  mistakes.sum_up();
  if (rows == 0 && !mistakes.any())
    errors.error(at, fmt::format("there is no row in \"{}\"", path.string()),
                 "a row is a line such as \"12.5ms\"");
}

}  // namespace contend::scenarios
