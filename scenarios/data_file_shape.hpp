// CSV files that a scenario names: read with it, row by row (csv_rows.hpp).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/policies/config/shape_of.hpp>
#include <contend/sim/workload/data_file.hpp>

namespace contend::scenarios {

/// While one lives, what its thread reads of files it reads once: every point of a sweep shares the
/// rows of a file, and its mistakes. They do not nest.
class data_files_read_once {
 public:
  data_files_read_once();
  ~data_files_read_once();
  data_files_read_once(const data_files_read_once&) = delete;
  data_files_read_once& operator=(const data_files_read_once&) = delete;

  template <class Row>
  struct content {
    std::shared_ptr<const std::vector<Row>> rows{};
    config::diagnostics mistakes{};
  };
  template <class Row>
  using by_path = std::map<std::string, content<Row>, std::less<>>;

  by_path<duration> durations{};
  by_path<sim::recorded_arrival> arrivals{};

  /// Of all that was read; empty where nothing was.
  [[nodiscard]] std::string digest() const;

  /// The one that lives, or null.
  static data_files_read_once* current() noexcept;
};

/// The rows of the file `name`, relative to the folder of the scenario that `at` stands in.
/// Mistakes go to `errors`.
std::shared_ptr<const std::vector<duration>> read_durations(std::string_view name,
                                                            const config::place& at,
                                                            config::diagnostics& errors);
/// By time; rows of the same time stay in the order of the file.
std::shared_ptr<const std::vector<sim::recorded_arrival>> read_arrivals(
    std::string_view name, const config::place& at, config::diagnostics& errors);

/// A string in JSON: the name of the file.
template <class Row>
class data_file_shape final : public config::shape {
 public:
  using rows_of = std::shared_ptr<const std::vector<Row>> (*)(std::string_view,
                                                              const config::place&,
                                                              config::diagnostics&);
  explicit data_file_shape(rows_of reader) : read_{reader} {}

  void read(const config::node& from, void* into, const config::reading& as) const override {
    sim::data_file<Row> file;
    config::shape_of<std::string>().read(from, &file.name, {as.subject, {}, as.errors});
    if (from.as<std::string>() == nullptr) return;
    file.rows = read_(file.name, from.where, as.errors);
    *static_cast<sim::data_file<Row>*>(into) = std::move(file);
  }
  [[nodiscard]] config::node write(const void* from) const override {
    return config::node{static_cast<const sim::data_file<Row>*>(from)->name};
  }
  /// A file must be given.
  [[nodiscard]] std::string problem(const void* value, const bounds&) const override {
    return static_cast<const sim::data_file<Row>*>(value)->name.empty() ? "must be given" : "";
  }
  [[nodiscard]] config::node schema(const bounds&,
                                    config::schema_definitions& shared) const override {
    return config::shape_of<std::string>().schema(at_least(1), shared);
  }
  [[nodiscard]] std::string what() const override { return "the name of a CSV file"; }

 private:
  rows_of read_;
};

}  // namespace contend::scenarios

template <>
struct contend::config::shape_for<contend::sim::recorded_durations> {
  static contend::scenarios::data_file_shape<contend::duration> make() {
    return contend::scenarios::data_file_shape<contend::duration>{
        contend::scenarios::read_durations};
  }
};
template <>
struct contend::config::shape_for<contend::sim::recorded_arrivals> {
  static contend::scenarios::data_file_shape<contend::sim::recorded_arrival> make() {
    return contend::scenarios::data_file_shape<contend::sim::recorded_arrival>{
        contend::scenarios::read_arrivals};
  }
};
