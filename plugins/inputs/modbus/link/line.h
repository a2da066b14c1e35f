#pragma once

#include "link/channel.h"
#include "link/line_counters.h"

#include <memory>
#include <optional>

namespace historian::modbus {

/// Requests that go unanswered in a row, whatever the unit, before a connection through a network
/// is made anew: one timeout is no disconnection, but a gateway that lost its power does not say
/// so.
inline constexpr int kSilencesMax = 3;

/// What came of one request.
struct Answer {
    enum class Kind : std::uint8_t {
        Values,      ///< `words` holds what was asked for
        Exception,   ///< the device refused with the code `exception`
        Garbled,     ///< something came, but nothing that answers the request
        Silent,      ///< nothing came in time
        Lost,        ///< the line broke; Line::why()
        Interrupted, ///< the instance stops
    };

    Kind kind = Kind::Silent;
    std::uint8_t exception = 0;
    Words words;
    /// Silent: who answered instead, under the request's own number.
    std::optional<std::uint8_t> otherUnit = std::nullopt;
};

/// Whether the device did not answer at all, or the instance stops.
constexpr bool saysNothing(Answer::Kind kind)
{
    return kind == Answer::Kind::Silent || kind == Answer::Kind::Lost ||
           kind == Answer::Kind::Interrupted;
}

/// Whether a gateway says that the unit behind it does not answer.
constexpr bool isGatewaysWord(const Answer& answer)
{
    constexpr std::uint8_t kNoPath = 10;
    constexpr std::uint8_t kNoTarget = 11;
    return answer.kind == Answer::Kind::Exception &&
           (answer.exception == kNoPath || answer.exception == kNoTarget);
}

/// Asks one question at a time over a channel. What answers another question is counted and never
/// becomes an answer. Threads: none.
class Line {
public:
    Line(std::unique_ptr<Channel> channel, Loop& loop, LineCounters counters);
    virtual ~Line() = default;

    Task<Io> open(SteadyTime deadline);
    void close();

    bool isOpen() const { return channel_->isOpen(); }

    /// Asks and waits: at most `timeout`, and the time that the characters take on the line.
    virtual Task<Answer> read(Read read, std::chrono::milliseconds timeout) = 0;

    /// Whether a reply says which request it answers. Where it does not, a unit that kept silent
    /// must not be asked again before its late reply can have passed.
    virtual bool numbersReplies() const = 0;

    /// Why it is not open, in words.
    const std::string& why() const { return why_; }

protected:
    /// What a channel that did not do it means for the answer.
    Answer failed(Io io);

    /// Closes it for a reason of our own.
    void giveUp(std::string why);

    /// Counts a request without a reply; too many in a row, and it is given up.
    void noteSilence();

    /// Something came that belongs to the request.
    void noteReply() { silences_ = 0; }

    Channel& channel() { return *channel_; }

    Loop& loop() const { return loop_; }

    LineCounters& counters() { return counters_; }

    Bytes received_; ///< and not yet understood

private:
    std::unique_ptr<Channel> channel_;
    Loop& loop_;
    LineCounters counters_;
    int silences_ = 0; ///< in a row
    std::string why_;
};

} // namespace historian::modbus
