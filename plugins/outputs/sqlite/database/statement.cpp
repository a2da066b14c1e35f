#include "database/statement.h"

#include "database/database_fault.h"

#include <sqlite3.h>

#include <string>

namespace historian::sqlite {

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* handle, std::string_view sql)
{
    sqlite3_stmt* made = nullptr;
    const int length = static_cast<int>(sql.size());
    if (sqlite3_prepare_v3(handle, sql.data(), length, SQLITE_PREPARE_PERSISTENT, &made, nullptr) !=
        SQLITE_OK)
        throwFault(handle, "history.db: preparing a statement");
    statement_.reset(made);
}

Statement& Statement::bind(int index, std::int64_t number)
{
    if (sqlite3_bind_int64(statement_.get(), index, number) != SQLITE_OK)
        throwFault(sqlite3_db_handle(statement_.get()), "history.db: binding a number");
    return *this;
}

Statement& Statement::bindText(int index, std::string_view text)
{
    if (sqlite3_bind_text64(statement_.get(),
                            index,
                            text.data() == nullptr ? "" : text.data(),
                            text.size(),
                            SQLITE_STATIC,
                            SQLITE_UTF8) != SQLITE_OK)
        throwFault(sqlite3_db_handle(statement_.get()), "history.db: binding a text");
    return *this;
}

Statement& Statement::bindBlob(int index, std::string_view bytes)
{
    if (sqlite3_bind_blob64(statement_.get(),
                            index,
                            bytes.data() == nullptr ? "" : bytes.data(),
                            bytes.size(),
                            SQLITE_STATIC) != SQLITE_OK)
        throwFault(sqlite3_db_handle(statement_.get()), "history.db: binding bytes");
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    sqlite3* handle = sqlite3_db_handle(statement_.get());
    const int reason = sqlite3_extended_errcode(handle);
    const std::string message = std::string("history.db: ") + sqlite3_errmsg(handle);
    sqlite3_reset(statement_.get());
    throw DatabaseFault(reason, message);
}

void Statement::run()
{
    while (step()) {
    }
    reset();
}

void Statement::reset()
{
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::number(int column) const
{
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const
{
    const auto* start =
        reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const int length = sqlite3_column_bytes(statement_.get(), column);
    return start == nullptr ? std::string_view()
                            : std::string_view(start, static_cast<std::size_t>(length));
}

std::string_view Statement::blob(int column) const
{
    const auto* start = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const int length = sqlite3_column_bytes(statement_.get(), column);
    return start == nullptr ? std::string_view()
                            : std::string_view(start, static_cast<std::size_t>(length));
}

} // namespace historian::sqlite
