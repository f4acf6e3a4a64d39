# cmake -D folder=… -D function=… -D output=… -P embed.cmake: a C++ file whose `function` gives every
# *.json of `folder`, by name, in the order of the names.
file(GLOB files ${folder}/*.json)
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WLE)
  file(READ ${file} text)
  string(APPEND entries "    {\"${name}\", R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${output} "// Made by scenarios/embed.cmake.
#include <array>

#include <contend/scenarios/library.hpp>

namespace contend::scenarios {

std::span<const shipped_scenario> ${function}() noexcept {
  static constexpr auto all = std::to_array<shipped_scenario>({
${entries}  });
  return all;
}

}  // namespace contend::scenarios
")
