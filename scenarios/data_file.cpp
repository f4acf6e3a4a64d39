#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <contend/measure/detail/sha256.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/scenarios/csv_rows.hpp>
#include <contend/scenarios/data_file_shape.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::place;

std::filesystem::path path_of(std::string_view name, const place& at) {
  const std::filesystem::path file{name};
  if (file.is_absolute() || at.in == nullptr) return file;
  return std::filesystem::path{at.in->name}.parent_path() / file;
}

/// `field` as a time that has passed, to `into`; or what is wrong with it.
std::optional<row_mistake> take_time(std::string_view field, duration& into) {
  const auto read = config::parse_duration(field);
  if (!read.value) return row_mistake{field, read.error, read.hint};
  if (*read.value < duration::zero()) return row_mistake{field, "must not be negative"};
  into = *read.value;
  return {};
}

std::optional<row_mistake> take_arrival(std::string_view row, sim::recorded_arrival& into) {
  const std::size_t comma = row.find(',');
  if (auto wrong = take_time(trimmed(row.substr(0, comma)), into.at)) return wrong;
  if (comma == std::string_view::npos) return {};
  const std::string_view writer = trimmed(row.substr(comma + 1));
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(writer.data(), writer.data() + writer.size(), number);
  if (failed != std::errc{} || end != writer.data() + writer.size())
    return row_mistake{writer, fmt::format("expected a writer's number, not \"{}\"", writer)};
  into.writer = number;
  return {};
}

std::vector<duration> durations_in(const std::filesystem::path& path, const place& at,
                                   diagnostics& errors) {
  std::vector<duration> rows;
  for_each_row(path, at, errors, [&](std::string_view row) {
    duration d{};
    auto wrong = take_time(trimmed(row.substr(0, row.find(','))), d);
    if (!wrong) rows.push_back(d);
    return wrong;
  });
  return rows;
}

std::vector<sim::recorded_arrival> arrivals_in(const std::filesystem::path& path, const place& at,
                                               diagnostics& errors) {
  std::vector<sim::recorded_arrival> rows;
  for_each_row(path, at, errors, [&](std::string_view row) {
    sim::recorded_arrival arrival;
    auto wrong = take_arrival(row, arrival);
    if (!wrong) rows.push_back(arrival);
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
