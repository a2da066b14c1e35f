#pragma once

#include "database/connection.h"
#include "database/statement.h"
#include "query/row_cursors.h"

#include <historian/clock.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace historian::sqlite {

inline constexpr std::size_t kReadersMax = 16;    ///< open at once
inline constexpr std::size_t kIdleReadersMax = 4; ///< kept for the next query

/// A connection that can only read, with its statements. Throws DatabaseFault.
/// Threads: one at a time.
class Reader {
public:
    Reader(const std::filesystem::path& file, const Clock& clock);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Fixes the moment that is read, and lets go of it.
    void begin();
    void end();

    /// Statements that run past this moment are cut with an error.
    void setDeadline(SteadyTime deadline) { deadline_ = deadline; }

    bool isLate() const { return clock_.steady() > deadline_; }

    Connection connection;
    Statement rowAt;     ///< place -> body
    Statement rowsAfter; ///< place, store -> place, body from the row that holds it on
    Statement firstRow;  ///< store, store + 1 as places -> place, count of its first row
    Statement lastRow;   ///< the same of its last row
    Statement records;   ///< kind -> key, body
    RowCursors cursors;

private:
    static int onProgress(void* self);

    const Clock& clock_;
    SteadyTime deadline_ = SteadyTime::max();
};

/// The readers of one file. Shared by its users, since a snapshot may outlive the store's
/// reopening. Threads: any.
class ReaderPool {
public:
    ReaderPool(std::filesystem::path file, const Clock& clock)
        : file_(std::move(file)), clock_(clock)
    {
    }

    /// A reader fixed at this moment; nothing if kReadersMax are in use. Throws DatabaseFault.
    std::unique_ptr<Reader> take();

    /// Lets go of the moment and keeps the reader for the next.
    void giveBack(std::unique_ptr<Reader> reader);

    /// Closes the idle ones and keeps none from now on.
    void close();

private:
    std::filesystem::path file_;
    const Clock& clock_;
    std::vector<std::unique_ptr<Reader>> idle_;
    std::size_t inUse_ = 0;
    bool isClosed_ = false;
    std::mutex mutex_; ///< guards the three above
};

} // namespace historian::sqlite
