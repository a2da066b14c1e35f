#pragma once

#include "rows/row.h"

#include <string>

namespace historian::supabase {

using rows::Row;

/// The rows of one store_id that go out together.
struct Rows {
    std::string_view site;
    std::string_view storeId;
    std::vector<Row> rows;
};

/// An array of objects. What is null or a default is left out: `columns=` and `missing=default`
/// make it so again.
std::string jsonBody(const Rows& rows);

/// CSV with a header; only columns that some row uses. JSON texts are unwrapped by a trigger of
/// schema.sql, as PostgREST takes every field for a text.
std::string csvBody(const Rows& rows);

/// The argument of ingest_readings (its form is described in schema.sql): arrays instead of rows,
/// times and numbers as steps.
std::string columnarBody(const Rows& rows);

} // namespace historian::supabase
