#include "lines/line_splitter.h"

namespace historian::lines {

void LineSplitter::feed(std::string_view bytes, const Take& take)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find_first_of("\r\n");
        takePiece(bytes.substr(0, end), take);
        if (end == std::string_view::npos) return;
        endLine(take);
        bytes.remove_prefix(end + 1);
    }
}

void LineSplitter::takePiece(std::string_view piece, const Take& take)
{
    if (isSkipping_) return;
    const std::size_t room = lineBytesMax_ - begun_.size();
    begun_.append(piece.substr(0, room));
    if (piece.size() <= room) return;
    take({begun_, true});
    skip();
}

void LineSplitter::endLine(const Take& take)
{
    if (!begun_.empty()) take({begun_, false});
    reset();
}

void LineSplitter::skip()
{
    begun_.clear();
    isSkipping_ = true;
}

void LineSplitter::reset()
{
    begun_.clear();
    isSkipping_ = false;
}

} // namespace historian::lines
