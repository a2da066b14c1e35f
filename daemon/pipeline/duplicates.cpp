#include "pipeline/duplicates.h"

#include <random>
#include <string_view>

namespace historian::pipeline {

namespace {

// FNV-1a over bytes, begun with the seed, ended by a finaliser so that all bits count.
class Hash {
public:
    explicit Hash(std::uint64_t seed) : state_(seed ^ 0xcbf29ce484222325ULL) {}

    void add(std::string_view bytes)
    {
        for (const unsigned char byte : bytes) state_ = (state_ ^ byte) * 0x100000001b3ULL;
        add(bytes.size());
    }

    void add(std::uint64_t number)
    {
        state_ = (state_ ^ number) * 0x9e3779b97f4a7c15ULL;
        state_ ^= state_ >> 32U;
    }

    std::uint64_t value() const
    {
        std::uint64_t mixed = (state_ ^ (state_ >> 33U)) * 0xff51afd7ed558ccdULL;
        mixed = (mixed ^ (mixed >> 33U)) * 0xc4ceb9fe1a85ec53ULL;
        return mixed ^ (mixed >> 33U);
    }

private:
    std::uint64_t state_;
};

} // namespace

Duplicates::Duplicates()
{
    std::random_device device;
    seed_ = (static_cast<std::uint64_t>(device()) << 32U) | device();
}

std::optional<std::uint64_t> Duplicates::keyOf(const Batch& batch, const Reading& reading) const
{
    Hash hash(seed_);
    if (!reading.messageId.isEmpty()) {
        hash.add(1);
        hash.add(batch.text(reading.messageId));
        return hash.value();
    }
    if (reading.sentTime.isEmpty()) return std::nullopt;
    hash.add(2);
    hash.add(batch.text(reading.sentTime));
    for (const Value& value : batch.values(reading)) {
        const bool isMissing = value.type() == ValueType::None;
        hash.add((static_cast<std::uint64_t>(value.metric().number) << 16U) |
                 (static_cast<std::uint64_t>(value.type()) << 8U) |
                 (isMissing ? static_cast<std::uint64_t>(value.quality()) : 0U));
        if (value.type() == ValueType::Text)
            hash.add(batch.text(value.asText()));
        else
            hash.add(value.bits());
    }
    return hash.value();
}

bool Duplicates::isRepeated(Symbol symbol, std::uint64_t key, Time received)
{
    RecentKeys& keys = devices_[symbol];
    keys.forgetBefore(received - kDuplicateWindow);
    if (!keys.add(key, received)) return true;
    turn_.push_back(&keys);
    return false;
}

void Duplicates::forgetTurn()
{
    for (RecentKeys* keys : turn_) keys->forgetNewest(1);
    turn_.clear();
}

} // namespace historian::pipeline
