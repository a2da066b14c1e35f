#pragma once

#include "journal/name_table.h"
#include "journal/row_decoder.h"
#include "query/reader.h"

#include <historian/store.h>

#include <memory>
#include <string>
#include <vector>

namespace historian::sqlite {

inline constexpr std::size_t kPieceReadingsMax = 4096;
inline constexpr std::chrono::seconds kReadTimeMax{2};  ///< of readAfter() and records()
inline constexpr std::chrono::seconds kScanTimeMax{60}; ///< of scan(), its visitor included

/// The store_ids of a file by their number; shared by the snapshots of one opening.
using StoreIds = std::shared_ptr<const std::vector<std::string>>;

/// What a snapshot knows of the file beside its connection; shared with the writer's side, which
/// may reopen the file while a snapshot lives.
struct SnapshotSource {
    std::shared_ptr<ReaderPool> pool;
    std::shared_ptr<const NameTable> names;
    StoreIds storeIds;
    std::int64_t store; ///< the current one
    Host& host;
};

/// One moment of the journal. Damaged rows are left out, counted and logged: one bad row must not
/// hide the others.
class JournalSnapshot : public Snapshot {
public:
    /// `reader` comes from the source's pool and goes back there.
    JournalSnapshot(SnapshotSource source, std::unique_ptr<Reader> reader);
    ~JournalSnapshot() override;
    JournalSnapshot(const JournalSnapshot&) = delete;
    JournalSnapshot& operator=(const JournalSnapshot&) = delete;

    Result<Segment> readAfter(std::uint64_t seq, std::size_t readingsMax) override;
    Result<Segment>
    readAfter(std::string_view storeId, std::uint64_t seq, std::size_t readingsMax) override;
    Result<std::vector<StoreSpan>> spans() override;
    std::optional<Error> scan(Symbol device,
                              std::span<const Symbol> metrics,
                              Time from,
                              Time to,
                              const SegmentVisitor& visit) override;
    Result<std::vector<Record>> records(std::string_view kind) override;

private:
    Result<Segment> readStore(std::int64_t store, std::uint64_t seq, std::size_t readingsMax);
    std::optional<StoreSpan> spanOf(std::int64_t store);
    std::optional<Error> scanRows(const RowFilter& filter, const SegmentVisitor& visit);
    void limit(std::chrono::seconds time);
    void countDamage(Place place);
    std::string_view bodyAt(Place place);
    Error errorOf(const std::exception& fault) const;

    SnapshotSource source_;
    std::unique_ptr<Reader> reader_;
    NamesById names_;
};

} // namespace historian::sqlite
