#pragma once

#include <cstddef>
#include <memory>
#include <span>

struct z_stream_s;

namespace historian::http {

/// Unpacks a gzip stream, of one or more members, piece by piece.
/// Threads: one.
class Gunzip {
public:
    Gunzip();

    /// What came of one step.
    struct Step {
        std::size_t taken = 0; ///< bytes read of `packed`
        std::size_t made = 0;  ///< bytes written to `into`
        bool isBroken = false; ///< not gzip, or damaged; no further steps
    };

    /// Reads some of `packed` and fills `into` as far as that goes.
    Step step(std::span<const char> packed, std::span<char> into);

    /// Whether the stream may end here: a member has just ended.
    bool isComplete() const { return isComplete_; }

private:
    struct End {
        void operator()(z_stream_s* stream) const;
    };

    std::unique_ptr<z_stream_s, End> stream_;
    bool isComplete_ = false;
};

} // namespace historian::http
