#include "disk_image.h"

namespace historian::testing {

namespace {

constexpr std::size_t kSectorBytes = 512;

bool toss(std::mt19937_64& random)
{
    return (random() & 1) != 0;
}

} // namespace

void DiskImage::write(std::uint64_t offset, std::string_view bytes)
{
    unsynced_.push_back({offset, std::string(bytes), false});
}

void DiskImage::truncate(std::uint64_t size)
{
    unsynced_.push_back({size, {}, true});
}

void DiskImage::sync()
{
    for (const Change& change : unsynced_) apply(durable_, change);
    unsynced_.clear();
}

std::string DiskImage::afterPowerCut(std::mt19937_64& random) const
{
    enum class Survival { None, Whole, Torn };
    const auto survival = static_cast<Survival>(random() % 3);
    std::string image = durable_;
    for (const Change& change : unsynced_) {
        if (survival == Survival::None) break;
        if (survival == Survival::Torn && !change.isTruncation)
            applyTorn(image, change, random);
        else if (toss(random))
            apply(image, change);
    }
    return image;
}

void DiskImage::apply(std::string& image, const Change& change)
{
    if (change.isTruncation) {
        image.resize(change.offset);
        return;
    }
    if (image.size() < change.offset + change.bytes.size())
        image.resize(change.offset + change.bytes.size());
    image.replace(change.offset, change.bytes.size(), change.bytes);
}

void DiskImage::applyTorn(std::string& image, const Change& change, std::mt19937_64& random)
{
    for (std::size_t at = 0; at < change.bytes.size(); at += kSectorBytes)
        if (toss(random))
            apply(image, {change.offset + at, change.bytes.substr(at, kSectorBytes), false});
}

} // namespace historian::testing
