#include "body/body_stream.h"

namespace historian::http {
namespace {

constexpr std::size_t kPackedBytes = 16 * 1024;

} // namespace

BodyStream::BodyStream(HttpRequest& request, Packing packing, std::size_t bytesMax)
    : request_(request), bytesMax_(bytesMax)
{
    if (packing == Packing::None) return;
    gunzip_.emplace();
    packed_.resize(kPackedBytes);
}

std::size_t BodyStream::read(std::span<char> into)
{
    if (fault_) return 0;
    const std::size_t count = gunzip_ ? readPacked(into) : readPlain(into);
    bytes_ += count;
    return bytes_ > bytesMax_ ? fail(BodyFault::TooLarge) : count;
}

std::size_t BodyStream::readPlain(std::span<char> into)
{
    const Result<std::size_t> count = request_.read(into);
    return count ? *count : fail(BodyFault::Cut);
}

std::size_t BodyStream::readPacked(std::span<char> into)
{
    while (true) {
        if (rest_.empty() && !holdsMore_ && !fetchPacked()) return 0;
        const Gunzip::Step step = gunzip_->step(rest_, into);
        const bool isStalled = step.taken == 0 && step.made == 0 && !rest_.empty();
        if (step.isBroken || isStalled) return fail(BodyFault::BadGzip);
        rest_ = rest_.subspan(step.taken);
        // A full answer may leave more inside zlib after the last input is taken.
        holdsMore_ = step.made == into.size() && !gunzip_->isComplete();
        if (step.made > 0) return step.made;
    }
}

bool BodyStream::fetchPacked()
{
    const Result<std::size_t> count = request_.read(packed_);
    if (!count) {
        fail(BodyFault::Cut);
        return false;
    }
    rest_ = std::span<const char>(packed_).first(*count);
    if (*count == 0 && !gunzip_->isComplete()) fail(BodyFault::BadGzip);
    return *count > 0;
}

std::size_t BodyStream::fail(BodyFault fault)
{
    fault_ = fault;
    return 0;
}

} // namespace historian::http
