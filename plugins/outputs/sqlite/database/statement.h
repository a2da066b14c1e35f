#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace historian::sqlite {

/// One prepared statement, kept for as long as its connection. Texts and blobs are bound without a
/// copy: they must live until reset(). Every function throws DatabaseFault when SQLite refuses.
/// Threads: that of its connection.
class Statement {
public:
    Statement(sqlite3* handle, std::string_view sql);

    Statement& bind(int index, std::int64_t number);
    Statement& bindText(int index, std::string_view text);
    Statement& bindBlob(int index, std::string_view bytes);

    /// Goes to the next row of the answer, if there is one.
    bool step();

    /// Runs a statement that answers nothing and makes it ready for the next time.
    void run();

    void reset();

    /// Columns of the current row, from 0; views live until the next step() or reset().
    std::int64_t number(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

} // namespace historian::sqlite
