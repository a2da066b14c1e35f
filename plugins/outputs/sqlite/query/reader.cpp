#include "query/reader.h"

#include <sqlite3.h>

namespace historian::sqlite {

namespace {

constexpr int kProgressSteps =
    20'000; ///< of SQLite's machine, some 100 us, between two looks at the clock

} // namespace

Reader::Reader(const std::filesystem::path& file, const Clock& clock)
    : connection(file, Role::Reader),
      rowAt(connection.handle(), "SELECT body FROM journal WHERE place = ?1"),
      rowsAfter(connection.handle(),
                "SELECT place, body FROM journal WHERE place < ?2 AND place >= coalesce("
                "(SELECT max(place) FROM journal WHERE place <= ?1), 0) ORDER BY place"),
      firstRow(connection.handle(),
               "SELECT place, count FROM journal WHERE place >= ?1 AND place < ?2"
               " ORDER BY place LIMIT 1"),
      lastRow(connection.handle(),
              "SELECT place, count FROM journal WHERE place >= ?1 AND place < ?2"
              " ORDER BY place DESC LIMIT 1"),
      records(connection.handle(), "SELECT key, body FROM record WHERE kind = ?1 ORDER BY key"),
      cursors(connection.handle()),
      clock_(clock)
{
    sqlite3_progress_handler(connection.handle(), kProgressSteps, &Reader::onProgress, this);
}

Reader::~Reader()
{
    sqlite3_progress_handler(connection.handle(), 0, nullptr, nullptr);
}

int Reader::onProgress(void* self)
{
    return static_cast<const Reader*>(self)->isLate() ? 1 : 0;
}

void Reader::begin()
{
    connection.execute("BEGIN");
    connection.number("SELECT count(*) FROM meta");
}

void Reader::end()
{
    cursors.close();
    for (Statement* statement : {&rowAt, &rowsAfter, &firstRow, &lastRow, &records})
        statement->reset();
    deadline_ = SteadyTime::max();
    sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::unique_ptr<Reader> ReaderPool::take()
{
    const std::lock_guard lock(mutex_);
    if (isClosed_ || inUse_ == kReadersMax) return nullptr;
    std::unique_ptr<Reader> reader;
    if (idle_.empty()) {
        reader = std::make_unique<Reader>(file_, clock_);
    } else {
        reader = std::move(idle_.back());
        idle_.pop_back();
    }
    reader->begin();
    ++inUse_;
    return reader;
}

void ReaderPool::giveBack(std::unique_ptr<Reader> reader)
{
    reader->end();
    const std::lock_guard lock(mutex_);
    --inUse_;
    if (!isClosed_ && idle_.size() < kIdleReadersMax) idle_.push_back(std::move(reader));
}

void ReaderPool::close()
{
    const std::lock_guard lock(mutex_);
    isClosed_ = true;
    idle_.clear();
}

} // namespace historian::sqlite
