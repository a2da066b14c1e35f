#include "config/named_devices.h"

#include "base/symbol_table.h"

#include <algorithm>

namespace historian::config {

namespace {

std::string textAt(const Node& map, std::string_view key)
{
    const Node* value = map.find(key);
    return value != nullptr && value->kind == Node::Kind::Scalar ? value->scalar : std::string();
}

void add(Settings& settings, const std::string& id, const std::string& profile)
{
    if (!base::isName(NameKind::Device, id)) return; // its plugin says what is wrong with it
    const auto known = std::ranges::find(settings.devices, id, &base::DeviceSettings::id);
    if (known == settings.devices.end())
        settings.devices.push_back({id, profile, {}, {}, "", ""});
    else if (known->profile.empty())
        known->profile = profile;
}

} // namespace

void addNamedDevices(Settings& settings)
{
    for (const InstanceSettings& input : settings.inputs) {
        add(settings, textAt(input.ownKeys, "device_id"), "");
        const Node* units = input.ownKeys.find("units");
        if (units == nullptr) continue;
        for (const Node& unit : units->items)
            add(settings, textAt(unit, "device"), textAt(unit, "profile"));
    }
}

} // namespace historian::config
