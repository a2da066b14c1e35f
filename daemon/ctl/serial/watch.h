#pragma once

#include "ctl/serial/seen_line.h"
#include "lines/line_splitter.h"
#include "lines/wake.h"
#include "port/serial_port.h"

#include <chrono>
#include <functional>
#include <optional>

namespace historian::ctl {

inline constexpr std::chrono::milliseconds kReopenPause{250};

/// Who is told what happens on the port.
struct WatchTeller {
    std::function<void(const SeenLine&)> line;
    std::function<void(const std::string& words)> port; ///< opened, unplugged, …; changes only
};

/// Reads a port as input-serial does: alone, DTR and RTS left as they are, line by line; opened
/// again after it was unplugged. Nothing is written to it. Threads: one.
class Watch {
public:
    /// All of them outlive it. `end` wakes: run() returns.
    Watch(Host& host, const serial::Settings& settings, lines::Wake& end, WatchTeller teller);

    /// Until `end` or that instant. Throws CommandFailed if the port cannot be opened at first for
    /// another reason than that nothing is plugged in.
    void run(std::optional<SteadyTime> until);

    bool wasOpen() const { return wasOpen_; }

private:
    SteadyTime now() const { return host_.clock().steady(); }

    void openPort();
    void closePort(const std::string& why);
    bool waitForBytes(std::optional<SteadyTime> until);
    void readPort();
    void takeLine(const lines::Line& line);
    void giveUpHalfLine();
    void tellFault(std::string_view text, std::string code, std::string message);

    Host& host_;
    const serial::Settings& settings_;
    lines::Wake& end_;
    WatchTeller teller_;
    serial::LineReader reader_;
    lines::LineSplitter splitter_;
    std::optional<serial::SerialPort> port_;
    SteadyTime openAt_{};
    SteadyTime openedAt_{};
    SteadyTime lastByteAt_{};
    std::string whyClosed_;
    bool wasOpen_ = false;
    bool hasBytes_ = false; ///< since it was opened
    bool mayBeTail_ = false;
};

} // namespace historian::ctl
