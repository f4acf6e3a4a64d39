// Shells that can complete the command line. A new one is a file in shells/ and a line in its list.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <contend/cli/declarations.hpp>

namespace contend::cli {

struct shell {
  std::string_view name;
  /// The script that the shell is to read.
  std::string (*script)(const std::vector<declared_command>& commands);
};

std::span<const shell> shells() noexcept;

/// "--seed" and "-q" of "-q,--quiet", each by itself.
std::vector<std::string> names_of(const declared_flag& flag);

/// The values that may follow it, as far as they are known.
std::vector<std::string> values_of(const declared_flag& flag);

/// Whether a value of this type is a file's or folder's name.
bool is_file(std::string_view type) noexcept;

/// `words` with a space between.
std::string in_a_row(const std::vector<std::string>& words);

}  // namespace contend::cli
