// The list of formats that a result can be written in.
//
// To add one: a function in a file of its own, its test, and its line in formats.cpp. `--format`
// and the files of `--out` follow by themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <contend/measure/result.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports {

struct format {
  std::string_view name;       ///< As `--format` takes it.
  std::string_view file_name;  ///< Of the file in a folder of results; empty: none is written.
  std::string_view help;       ///< One sentence.
  /// The whole report as UTF-8 that ends with a newline. Pure.
  std::string (*render)(const measure::result&, const style&);
  bool for_people = false;  ///< Whether colour and the width of a terminal mean anything to it.
  std::string_view head{};  ///< What stands once before the first result, where several follow.
  std::string_view tail{};  ///< What stands once behind the last one.
  /// Several results as one document, where one after the other would be none. Else null.
  std::string (*render_all)(std::span<const measure::result>) = nullptr;
};

std::span<const format> all_formats() noexcept;

/// The format of this name, or null.
const format* find_format(std::string_view name) noexcept;

}  // namespace contend::reports
