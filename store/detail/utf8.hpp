// Whether a text is UTF-8, and how long it is as a JSON string.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <contend/store/detail/plain_text.hpp>

namespace contend::detail {

/// The length of `text` as a JSON string with its quotes and escapes; nothing if it is not UTF-8
/// (overlong forms, surrogates and what is above U+10FFFF are not).
[[nodiscard]] std::optional<std::size_t> json_string_size(std::string_view text) noexcept;

/// Where `text` stops being UTF-8; its size if it never does.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text) noexcept;

}  // namespace contend::detail
