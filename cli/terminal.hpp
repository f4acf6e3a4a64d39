// What the standard streams are connected to, and what that means for colour and progress.
#pragma once

#include <cstddef>
#include <cstdio>

namespace contend::cli {

bool is_terminal(std::FILE* stream) noexcept;

/// Columns of the terminal behind `stream`; 80 where it does not say.
std::size_t columns(std::FILE* stream) noexcept;

/// Whether the locale says that text is UTF-8: by LC_ALL, LC_CTYPE or LANG, the first that is set.
bool speaks_utf8() noexcept;

enum class color_choice { automatic, always, never };

/// Whether to colour what goes to `stream`: `automatic` does on a terminal, unless NO_COLOR is set
/// (https://no-color.org) or the terminal is dumb.
bool wants_color(color_choice choice, std::FILE* stream) noexcept;

}  // namespace contend::cli
