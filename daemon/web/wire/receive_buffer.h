#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace historian::web {

/// The bytes of one connection that came and were not used yet. Kept from request to request.
/// Views into it are good until room() or consume().
class ReceiveBuffer {
public:
    explicit ReceiveBuffer(std::size_t bytes) : bytes_(bytes) {}

    std::string_view waiting() const { return {bytes_.data() + begin_, end_ - begin_}; }

    /// Room behind what waits, made at need by moving it and by growing up to `bytesMax`.
    std::span<char> room(std::size_t bytesMax)
    {
        if (end_ == bytes_.size() && begin_ > 0) {
            std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ == bytes_.size() && bytes_.size() < bytesMax)
            bytes_.resize(std::min(bytesMax, bytes_.size() * 2));
        return freeTail();
    }

    /// What is free without moving anything: views stay good.
    std::span<char> freeTail() { return {bytes_.data() + end_, bytes_.size() - end_}; }

    void filled(std::size_t count) { end_ += count; }

    void consume(std::size_t count)
    {
        begin_ += count;
        if (begin_ == end_) begin_ = end_ = 0;
    }

private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace historian::web
