#pragma once

#include "journal/row_decoder.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace historian::sqlite {

/// Puts the readings of rows that come in the order of their first time into the order of
/// (time, seq). It holds no more readings than the rows that overlap one instant.
/// Threads: none.
class TimeMerge {
public:
    explicit TimeMerge(NamesById names) : decoder_(std::move(names)) {}

    /// Takes in a row; its first time is not before that of the rows taken before. False: the row
    /// is damaged and nothing of it was taken.
    bool add(std::string_view body, Place place, Time minTime, const RowFilter& filter);

    /// The first reading of what was taken in, if there is one before `bound`.
    struct Next {
        const Batch& batch;
        const Reading& reading;
        std::int64_t store;
    };

    std::optional<Next> peek(std::optional<Time> bound);

    /// Drops the reading that peek() answered.
    void pop();

private:
    struct Run {
        std::int64_t store = 0;
        Batch batch;
        std::vector<std::uint32_t> order; ///< indices in the batch, by (time, seq)
        std::size_t next = 0;

        bool isEmpty() const { return next == order.size(); }

        const Reading& head() const { return batch[order[next]]; }

        const Reading& tail() const { return batch[order.back()]; }
    };

    Run& runFor(Place place, Time minTime);
    static bool isBefore(const Run& a, const Run& b);

    RowDecoder decoder_;
    std::vector<std::unique_ptr<Run>> runs_; ///< pointers, so that a run keeps its place
    Run* first_ = nullptr;
};

} // namespace historian::sqlite
