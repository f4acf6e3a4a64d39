// What every page carries, made part of the library by reports/page/embed.cmake.
#pragma once

#include <string_view>

namespace contend::reports::html {

/// reports/page/bundle.js: ASCII, without the end of a script element in it.
std::string_view page_script() noexcept;

/// reports/page/style.css.
std::string_view page_style() noexcept;

}  // namespace contend::reports::html
