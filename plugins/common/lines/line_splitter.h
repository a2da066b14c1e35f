#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace historian::lines {

/// One line without its end. Too long: the first bytes of it, as many as a line may have; what
/// follows up to its end is left out.
struct Line {
    std::string_view text;
    bool isTooLong = false;
};

/// Makes lines of bytes that come in pieces. CR and LF both end a line, empty lines are passed
/// over; it never holds more than one line of the greatest length. Threads: none.
class LineSplitter {
public:
    using Take = std::function<void(const Line&)>;

    explicit LineSplitter(std::size_t lineBytesMax) : lineBytesMax_(lineBytesMax) {}

    /// Calls `take` for each line that these bytes end (or make too long).
    void feed(std::string_view bytes, const Take& take);

    /// What has come of a line that has not ended.
    std::string_view begun() const { return begun_; }

    /// Forgets the line that has begun, with what is still to come of it.
    void skip();

    /// Begins anew, as after a connection was made again.
    void reset();

private:
    void takePiece(std::string_view piece, const Take& take);
    void endLine(const Take& take);

    std::size_t lineBytesMax_;
    std::string begun_;
    bool isSkipping_ = false;
};

} // namespace historian::lines
