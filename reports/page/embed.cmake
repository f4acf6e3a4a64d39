# cmake -D folder=… -D output=… -P embed.cmake: a C++ file with the page's script and style as text.
function(embed file function)
  file(READ ${folder}/${file} text)
  string(FIND "${text}" ")page----\"" inside)
  if(NOT inside EQUAL -1)
    message(FATAL_ERROR "${file} holds what ends it in C++")
  endif()
  file(APPEND ${output} "std::string_view ${function}() noexcept {
  static constexpr char text[] = R\"page----(${text})page----\";
  return {text, sizeof text - 1};
}\n\n")
endfunction()

file(WRITE ${output} "// Made by reports/page/embed.cmake.
#include <contend/reports/html/assets.hpp>

namespace contend::reports::html {

")
embed(bundle.js page_script)
embed(style.css page_style)
file(APPEND ${output} "}  // namespace contend::reports::html\n")
