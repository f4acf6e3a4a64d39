// The tables of a store and how a file is made ready for them.
#pragma once

#include <contend/store/sqlite/detail/database.hpp>

namespace contend::sqlite {

/// Whether the file has the tables of this version; false for an empty one. Changes nothing.
/// Errors: damaged, for a file of something else or of another version.
result<bool> is_ready(database& db);

/// Creates the tables in an empty file. Errors: as above.
result<void> make_ready(database& db);

}  // namespace contend::sqlite
