#include "body/gzip.h"

#include <zlib.h>

#include <new>

namespace historian::http {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;

} // namespace

void Gunzip::End::operator()(z_stream_s* stream) const
{
    inflateEnd(stream);
    const std::unique_ptr<z_stream_s> owner(stream);
}

Gunzip::Gunzip()
{
    auto stream = std::make_unique<z_stream_s>();
    if (inflateInit2(stream.get(), kGzipOnly) != Z_OK) throw std::bad_alloc();
    stream_.reset(stream.release());
}

Gunzip::Step Gunzip::step(std::span<const char> packed, std::span<char> into)
{
    if (isComplete_ && !packed.empty()) {
        inflateReset(stream_.get());
        isComplete_ = false;
    }
    // zlib declares its input without const but does not write to it.
    stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_->avail_in = static_cast<uInt>(packed.size());
    stream_->next_out = reinterpret_cast<Bytef*>(into.data());
    stream_->avail_out = static_cast<uInt>(into.size());
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    isComplete_ = result == Z_STREAM_END;
    return {packed.size() - stream_->avail_in,
            into.size() - stream_->avail_out,
            result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR};
}

} // namespace historian::http
