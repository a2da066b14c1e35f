#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace historian::http {

inline constexpr std::size_t kLineBytesMax = 1024 * 1024;

/// What a body holds: one JSON document, JSON lines, or whichever its first bytes show.
enum class BodyForm : std::uint8_t { Whole, Lines, ByShape };

/// Finds the documents in a body that comes in pieces. Lines are handed on as soon as they are
/// complete; a whole document when the body ends. By shape: an object that is followed by
/// anything makes lines, all else is whole.
/// Threads: one.
class DocumentFeed {
public:
    /// Takes one document. `isTooLong`: a line above kLineBytesMax, of which only the beginning is
    /// given. The view lives for the length of the call.
    using Consumer = std::function<void(std::string_view document, bool isTooLong)>;

    DocumentFeed(BodyForm form, Consumer consumer);

    void push(std::string_view bytes);

    /// The body is at its end.
    void finish();

    /// Memory held for documents that are not complete.
    std::size_t bytesHeld() const { return held_.size(); }

private:
    void decideForm();
    void pushLines(std::string_view bytes);
    void hold(std::string_view bytes);
    void endLine(std::string_view line);

    BodyForm form_;
    Consumer consumer_;
    std::string held_;
    bool isSkipping_ = false;

    // Where the first value of a body of unknown shape stands.
    std::size_t scanned_ = 0;
    std::size_t depth_ = 0;
    bool isInText_ = false;
    bool isEscaped_ = false;
    bool isFirstOver_ = false;
};

} // namespace historian::http
