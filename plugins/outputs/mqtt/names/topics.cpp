#include "names/topics.h"

namespace historian::mqtt {

namespace {

constexpr std::string_view kStatus = "status";

} // namespace

Topics::Topics(std::string_view prefix, std::string_view site)
    : base_(std::string(prefix) + "/" + std::string(site) + "/")
{
}

std::string Topics::status() const
{
    return base_ + std::string(kStatus);
}

std::string Topics::readings(std::string_view device) const
{
    return base_ + std::string(device) + (device == kStatus ? "_" : "");
}

std::string Topics::latest(std::string_view device) const
{
    return readings(device) + "/latest";
}

std::string Topics::total(std::string_view device, std::string_view metric) const
{
    return readings(device) + "/" + std::string(metric) + "/total";
}

} // namespace historian::mqtt
