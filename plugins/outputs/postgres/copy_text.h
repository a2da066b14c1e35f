#pragma once

#include "rows/row.h"

#include <string>
#include <string_view>

namespace historian::postgres {

/// Rows of one store_id as lines of COPY's text format, with the columns of kReadingColumns.
/// Threads: one.
class CopyText {
public:
    CopyText(std::string_view site, std::string_view storeId);

    void add(const rows::Row& row);

    const std::string& view() const { return text_; }

private:
    void addField(std::string_view field);
    void addFieldOrNull(std::string_view field);

    const std::string site_;
    const std::string storeId_;
    std::string text_;
};

} // namespace historian::postgres
