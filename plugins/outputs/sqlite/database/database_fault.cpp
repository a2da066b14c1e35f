#include "database/database_fault.h"

#include <sqlite3.h>

namespace historian::sqlite {

bool DatabaseFault::isFull() const
{
    return (code_ & 0xff) == SQLITE_FULL;
}

bool DatabaseFault::isDamage() const
{
    return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB;
}

void throwFault(sqlite3* handle, const std::string& doing)
{
    throw DatabaseFault(sqlite3_extended_errcode(handle), doing + ": " + sqlite3_errmsg(handle));
}

} // namespace historian::sqlite
