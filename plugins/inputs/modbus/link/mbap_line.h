#pragma once

#include "link/line.h"
#include "wire/mbap.h"

namespace historian::modbus {

/// Requests that go unanswered in a row, whatever the unit, before the connection is made anew: a
/// timeout is no disconnection.
inline constexpr int kSilencesMax = 3;

/// Modbus TCP, plain or within TLS: frames with a transaction number.
class MbapLine : public Line {
public:
    using Line::Line;

    Task<Answer> read(Read read, std::chrono::milliseconds timeout) override;

    bool numbersReplies() const override { return true; }

private:
    enum class Next : std::uint8_t { Wait, Look, Answered };

    Task<Answer> await(const Read& read, SteadyTime deadline);
    Next look(const Read& read, Answer& answer);
    bool answers(const MbapFrame& frame, const Read& read, Answer& answer);
    Answer settle(Answer answer);

    std::uint16_t transaction_ = 0;
    int silences_ = 0;
};

} // namespace historian::modbus
