// A whole file as text.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace contend::cli {

/// Its bytes; nothing where it cannot be opened.
std::optional<std::string> content_of(const std::filesystem::path& path);

}  // namespace contend::cli
