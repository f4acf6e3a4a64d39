// The tables of a store and how a file is made ready for them.
#pragma once

#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

/// Creates the tables in an empty file, and checks that any other is one of this version. Errors:
/// damaged, for a file of something else or of a later version.
result<void> make_ready(database& db);

}  // namespace contend::sqlite
