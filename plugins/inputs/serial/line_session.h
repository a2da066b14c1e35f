#pragma once

#include "line/line_reader.h"
#include "lines/line_splitter.h"
#include "port_report.h"
#include "settings.h"

#include <historian/input.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace historian::serial {

/// A line that has begun and does not go on for so long is given up.
inline constexpr std::chrono::seconds kHalfLineMax{2};

/// A line whose first byte comes this soon after the port was opened may have lost its beginning.
inline constexpr std::chrono::milliseconds kTailWindow{100};

/// So many lines in a row that are no readings, and people are told that the device sends nonsense.
inline constexpr std::size_t kStrangeLinesMax = 20;

/// The readings of one line within a parcel, and what is written back when they are stored.
struct LineMark {
    std::size_t firstReading = 0;
    std::size_t readings = 0;
    std::string ack;
};

struct Parcel {
    Batch batch;
    std::vector<LineMark> lines;
};

/// Makes parcels of the bytes of one port, and keeps the books of what was no reading.
/// Threads: one.
class LineSession {
public:
    /// The settings outlive it.
    LineSession(Host& host, const Settings& settings);

    /// The port was opened: what comes may begin in the middle of a line.
    void begin(SteadyTime now);

    /// What these bytes complete. What is no reading is counted and refused to the sink.
    Parcel take(std::string_view bytes, SteadyTime now, Sink& sink);

    /// The port went away: the line that had begun will have no end.
    void end(Sink& sink);

    /// Gives a line up that does not go on.
    void giveUpHalfLine(SteadyTime now, Sink& sink);

    /// What people are told of the port. Threads: any.
    PortReport& report() { return report_; }

    /// When giveUpHalfLine() has something to do.
    std::optional<SteadyTime> due() const;

private:
    void takeLine(const lines::Line& line, SteadyTime now, Sink& sink, Parcel& parcel);
    void judge(bool isReading, bool isStrange, Sink& sink);
    void mark(Parcel& parcel, std::size_t readings) const;
    void note(Remark remark, std::string_view line, SteadyTime now);
    void refuse(const codec::ReadingFault& fault, std::string_view line, Sink& sink);
    void refuse(std::string_view code, std::string message, std::string_view line, Sink& sink);
    Counter& counterOf(std::string_view code);

    Host& host_;
    const Settings& settings_;
    lines::LineSplitter splitter_;
    LineReader reader_;
    PortReport report_;
    SteadyTime openedAt_{};
    SteadyTime lastByteAt_{};
    std::size_t strangeLines_ = 0; ///< in a row
    bool mayBeTail_ = false;
    bool hasBytes_ = false;
    bool isWifiLost_ = false;
    std::optional<SteadyTime> restartToldAt_;
    std::set<std::string, std::less<>> codesTold_; // since the port was opened
    Counter& bytes_;
    Counter& lines_;
};

} // namespace historian::serial
