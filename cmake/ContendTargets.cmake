# How every target of the project is made: one place for the standard, the warnings, the sanitizers
# and the layout of the headers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# ccache makes a second build a matter of seconds; the sloppiness is what it asks for with
# precompiled headers.
find_program(CONTEND_CCACHE ccache)
if(CONTEND_CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CONTEND_CCACHE})
endif()

# Headers lie beside their sources and are included everywhere as <contend/ROOM/…>: in the tree by
# these links, installed by copies of the same folders.
set(CONTEND_ROOMS policies store measure sim scenarios reports)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include/contend)
foreach(room IN LISTS CONTEND_ROOMS ITEMS cli)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${room} ${PROJECT_BINARY_DIR}/include/contend/${room} SYMBOLIC)
endforeach()

add_library(contend_build_options INTERFACE)
target_compile_options(contend_build_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  $<$<CXX_COMPILER_ID:Clang>:-Xclang -fno-pch-timestamp>)
if(CONTEND_SANITIZE)
  target_compile_options(contend_build_options INTERFACE
    -fsanitize=${CONTEND_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # clang 14's check of function pointers leaves the parts of a coroutine unassemblable.
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error>)  # it warns of what sanitizers put into the code
  if(CONTEND_SANITIZE STREQUAL thread)  # Asio's fences, which it does not see through
    target_compile_options(contend_build_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
  target_link_options(contend_build_options INTERFACE -fsanitize=${CONTEND_SANITIZE})
endif()

# What the compiler needs most of its time for. Compiled once for the libraries (contend_common), once
# for the tests; scripts/check-headers proves that no header counts on them.
set(CONTEND_COMMON_HEADERS <fmt/format.h> <nlohmann/json.hpp> <algorithm> <chrono> <cstdint> <functional>
    <map> <memory> <optional> <string> <string_view> <tuple> <vector>)

file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/contend_common.cpp CONTENT "// Carries the precompiled headers.\n")
add_library(contend_common OBJECT ${PROJECT_BINARY_DIR}/contend_common.cpp)
target_link_libraries(contend_common PRIVATE contend_build_options fmt::fmt nlohmann_json::nlohmann_json)
target_precompile_headers(contend_common PRIVATE ${CONTEND_COMMON_HEADERS})

# contend_library(NAME [DEPENDS targets…]): the static library contend_NAME, alias contend::NAME,
# of every .cpp below the current folder (or of FOLDER), or a header-only one where there is none.
function(contend_library name)
  cmake_parse_arguments(arg "" "FOLDER" "DEPENDS;EXCLUDE" ${ARGN})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FOLDER})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  foreach(pattern IN LISTS arg_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "/${pattern}/")
  endforeach()
  if(sources)
    add_library(contend_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(contend_${name} PRIVATE $<BUILD_INTERFACE:contend_build_options>)
    if(arg_DEPENDS)  # policies/ has none: the standard library is all it knows
      target_precompile_headers(contend_${name} REUSE_FROM contend_common)
    endif()
  else()
    add_library(contend_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(contend::${name} ALIAS contend_${name})
  set_target_properties(contend_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(contend_${name} ${scope} cxx_std_20)
  # Fused multiply-adds would give g++ and clang different last bits, and so different runs.
  target_compile_options(contend_${name} ${scope} -ffp-contract=off)
  target_include_directories(contend_${name} ${scope}
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(contend_${name} ${scope} ${arg_DEPENDS})
  set_property(GLOBAL APPEND PROPERTY CONTEND_LIBRARIES contend_${name})
endfunction()
