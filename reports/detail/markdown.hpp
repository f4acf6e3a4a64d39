// Text and tables as Markdown.
#pragma once

#include <string>
#include <string_view>

#include <contend/reports/detail/table.hpp>

namespace contend::reports::detail {

/// Text that shows as it is: a backslash before everything that Markdown or HTML would take for its
/// own, the bars of tables among it.
std::string markdown_text(std::string_view text);

/// With its title as a heading of the third level; the best of a column in bold.
std::string markdown_table(const table& t);

}  // namespace contend::reports::detail
