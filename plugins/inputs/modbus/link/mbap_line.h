#pragma once

#include "link/line.h"
#include "wire/mbap.h"

namespace historian::modbus {

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
    std::optional<std::uint8_t> otherUnit_; ///< that answered the request under way
};

} // namespace historian::modbus
