#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <contend/measure/detail/sha256.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/scenarios/data_file_shape.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::place;

constexpr std::uintmax_t most_file_bytes = std::uintmax_t{256} << 20U;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool starts_a_number(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '.'; }

std::filesystem::path path_of(std::string_view name, const place& at) {
  const std::filesystem::path file{name};
  if (file.is_absolute() || at.in == nullptr) return file;
  return std::filesystem::path{at.in->name}.parent_path() / file;
}

/// Calls `row` with each row; it says what is wrong with it, or nothing. The first mistake is told:
/// those after it are mostly the same.
template <class Row>
void for_each_row(const std::filesystem::path& path, const place& at, diagnostics& errors,
                  Row row) {
  std::error_code ignored;
  std::ifstream in{path, std::ios::binary};
  if (!in || !std::filesystem::is_regular_file(path, ignored))
    return errors.error(at, fmt::format("cannot read the file \"{}\"", path.string()),
                        "its name is relative to the scenario's folder");
  if (std::filesystem::file_size(path, ignored) > most_file_bytes)
    return errors.error(at, fmt::format("\"{}\" is larger than 256 MB", path.string()));
  std::string line;
  std::size_t rows = 0;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    const std::string wrong =
        rows == most_rows ? std::string{"the file has too many rows"} : row(text);
    const bool names_the_columns = number == 1 && !starts_a_number(text.front());
    if (wrong.empty())
      ++rows;
    else if (!names_the_columns)
      return errors.error(at, fmt::format("{}:{}: {}", path.string(), number, wrong));
  }
  if (rows == 0)
    errors.error(at, fmt::format("there is no row in \"{}\"", path.string()),
                 "a row is a line such as \"12.5ms\"");
}

/// What is wrong with `text` as a time that has passed; else it goes to `into`.
std::string take_time(std::string_view text, duration& into) {
  const auto read = config::parse_duration(text);
  if (!read.value) return read.error;
  if (*read.value < duration::zero()) return "must not be negative";
  into = *read.value;
  return {};
}

std::string take_arrival(std::string_view text, sim::recorded_arrival& into) {
  const std::size_t comma = text.find(',');
  if (std::string wrong = take_time(trimmed(text.substr(0, comma)), into.at); !wrong.empty())
    return wrong;
  if (comma == std::string_view::npos) return {};
  const std::string_view writer = trimmed(text.substr(comma + 1));
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(writer.data(), writer.data() + writer.size(), number);
  if (failed != std::errc{} || end != writer.data() + writer.size())
    return fmt::format("expected a writer's number, not \"{}\"", writer);
  into.writer = number;
  return {};
}

std::vector<duration> durations_in(const std::filesystem::path& path, const place& at,
                                   diagnostics& errors) {
  std::vector<duration> rows;
  for_each_row(path, at, errors, [&](std::string_view text) {
    duration d{};
    std::string wrong = take_time(trimmed(text.substr(0, text.find(','))), d);
    if (wrong.empty()) rows.push_back(d);
    return wrong;
  });
  return rows;
}

std::vector<sim::recorded_arrival> arrivals_in(const std::filesystem::path& path, const place& at,
                                               diagnostics& errors) {
  std::vector<sim::recorded_arrival> rows;
  for_each_row(path, at, errors, [&](std::string_view text) {
    sim::recorded_arrival arrival;
    std::string wrong = take_arrival(text, arrival);
    if (wrong.empty()) rows.push_back(arrival);
    return wrong;
  });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return rows;
}

/// From `kept` if it is there already; with its mistakes, too.
template <class Row, class Read>
std::shared_ptr<const std::vector<Row>> rows_of(data_files_read_once::by_path<Row>* kept,
                                                const std::filesystem::path& path, const place& at,
                                                diagnostics& errors, Read read) {
  const auto found = [&] {
    data_files_read_once::content<Row> made;
    made.rows = std::make_shared<const std::vector<Row>>(read(path, at, made.mistakes));
    return made;
  };
  if (kept == nullptr) {
    const auto made = found();
    errors.append(made.mistakes);
    return made.rows;
  }
  auto known = kept->find(path.string());
  if (known == kept->end()) known = kept->emplace(path.string(), found()).first;
  errors.append(known->second.mistakes);
  return known->second.rows;
}

thread_local data_files_read_once* living = nullptr;

}  // namespace

data_files_read_once::data_files_read_once() { living = this; }
data_files_read_once::~data_files_read_once() { living = nullptr; }
data_files_read_once* data_files_read_once::current() noexcept { return living; }

std::string data_files_read_once::digest() const {
  std::string bytes;
  const auto put = [&bytes](std::int64_t number) { bytes += fmt::format("{}\n", number); };
  for (const auto& [path, file] : durations) {
    for (const duration row : *file.rows) put(row.count());
    bytes += '/';
  }
  for (const auto& [path, file] : arrivals) {
    for (const sim::recorded_arrival& row : *file.rows) {
      put(row.at.count());
      put(row.writer ? std::int64_t{*row.writer} : -1);
    }
    bytes += '/';
  }
  return bytes.empty() ? bytes : measure::detail::sha256(bytes);
}

std::shared_ptr<const std::vector<duration>> read_durations(std::string_view name, const place& at,
                                                            diagnostics& errors) {
  auto* const kept = data_files_read_once::current();
  return rows_of(kept == nullptr ? nullptr : &kept->durations, path_of(name, at), at, errors,
                 durations_in);
}

std::shared_ptr<const std::vector<sim::recorded_arrival>> read_arrivals(std::string_view name,
                                                                        const place& at,
                                                                        diagnostics& errors) {
  auto* const kept = data_files_read_once::current();
  return rows_of(kept == nullptr ? nullptr : &kept->arrivals, path_of(name, at), at, errors,
                 arrivals_in);
}

}  // namespace contend::scenarios
