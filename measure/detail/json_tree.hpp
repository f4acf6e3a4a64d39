// JSON text as a tree, for files of megabytes.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace contend::measure::detail {

/// The document in `text`, as nlohmann's own parser makes it (members in their order, of equal
/// names the last one's value) in under half its time. At most 64 levels deep, which bounds the
/// stack that a hostile file can take. `name` is how errors call the file. Throws result_error.
nlohmann::ordered_json json_tree(std::string_view text, std::string_view name);

}  // namespace contend::measure::detail
