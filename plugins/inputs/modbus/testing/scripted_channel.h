#pragma once

#include "link/channel.h"
#include "testing/hex.h"

#include <historian/testing/manual_clock.h>

#include <deque>

namespace historian::modbus::testing {

/// A channel that gives what a test wrote down, piece by piece, and then nothing: the clock is
/// moved to the deadline. The word "lost" breaks it. Threads: none.
class ScriptedChannel : public Channel {
public:
    explicit ScriptedChannel(historian::testing::ManualClock& clock) : clock_(clock) {}

    /// What comes after the next request, as hexadecimal pieces.
    void answer(std::vector<std::string> pieces) { scripts_.push_back(std::move(pieces)); }

    /// What is there before the next request is sent.
    void arrive(std::string piece) { pieces_.push_back(std::move(piece)); }

    /// Comes every 10 ms from now on, but not for longer than an hour.
    void floodWith(std::string piece) { flood_ = std::move(piece); }

    Task<Io> open(SteadyTime /*deadline*/) override
    {
        isOpen_ = true;
        co_return Io::Done;
    }

    void close() override { isOpen_ = false; }

    bool isOpen() const override { return isOpen_; }

    Task<Io> send(ByteView bytes, SteadyTime /*deadline*/) override
    {
        sent.push_back(hexText(bytes));
        if (scripts_.empty()) co_return Io::Done;
        for (std::string& piece : scripts_.front()) pieces_.push_back(std::move(piece));
        scripts_.pop_front();
        co_return Io::Done;
    }

    Task<Io> receive(Bytes& into, SteadyTime deadline) override
    {
        if (!flood_.empty() && clock_.steady() < floodEnd_) {
            clock_.advance(std::chrono::milliseconds(10));
            pieces_.push_back(flood_);
        }
        if (pieces_.empty()) {
            if (deadline > clock_.steady()) clock_.advance(deadline - clock_.steady());
            co_return Io::Late;
        }
        const std::string piece = pieces_.front();
        pieces_.pop_front();
        if (piece == "lost") {
            close();
            co_return Io::Broken;
        }
        const Bytes bytes = hex(piece);
        into.insert(into.end(), bytes.begin(), bytes.end());
        co_return Io::Done;
    }

    const std::string& why() const override { return why_; }

    std::chrono::microseconds characterTime() const override { return character; }

    std::vector<std::string> sent;
    std::chrono::microseconds character{0};

private:
    historian::testing::ManualClock& clock_;
    bool isOpen_ = true;
    std::deque<std::vector<std::string>> scripts_;
    std::deque<std::string> pieces_;
    std::string flood_;
    SteadyTime floodEnd_{clock_.steady() + std::chrono::hours(1)};
    std::string why_ = "the script says so";
};

} // namespace historian::modbus::testing
