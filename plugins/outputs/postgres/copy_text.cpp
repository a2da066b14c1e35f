#include "copy_text.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

namespace historian::postgres {

CopyText::CopyText(std::string_view site, std::string_view storeId) : site_(site), storeId_(storeId)
{
}

void CopyText::add(const rows::Row& row)
{
    addField(site_);
    addField(row.device);
    addField(codec::timeText(row.time));
    addField(storeId_);
    addField(std::to_string(row.seq));
    for (const auto& number : row.typed)
        addFieldOrNull(number ? codec::numberText(*number) : std::string());
    addFieldOrNull(extraOf(row));
    addFieldOrNull(row.quality);
    addField(std::to_string(row.flags));
    addFieldOrNull(row.origin);
    text_.back() = '\n';
}

// A field and the tab behind it. COPY reads backslash, tab and the line ends as more than letters.
void CopyText::addField(std::string_view field)
{
    for (const char c : field) {
        switch (c) {
        case '\\': text_ += "\\\\"; break;
        case '\t': text_ += "\\t"; break;
        case '\n': text_ += "\\n"; break;
        case '\r': text_ += "\\r"; break;
        default: text_ += c;
        }
    }
    text_ += '\t';
}

void CopyText::addFieldOrNull(std::string_view field)
{
    if (field.empty())
        text_ += "\\N\t";
    else
        addField(field);
}

} // namespace historian::postgres
