#include "config/named_devices.h"

#include "base/symbol_table.h"
#include "config/yaml/ambiguous_text.h"

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

void checkId(InstanceSettings& input, const Node& map, std::string_view key)
{
    const std::string subject = "inputs[" + input.name + "]: '" + std::string(key) + "'";
    if (auto problem = idProblem(map.find(key), subject))
        input.problems.push_back(*std::move(problem));
}

} // namespace

std::optional<Problem> idProblem(const Node* id, const std::string& subject)
{
    if (id == nullptr || id->kind != Node::Kind::Scalar) return std::nullopt;
    if (id->isQuoted || !isAmbiguous(id->scalar)) return std::nullopt;
    return Problem{id->place,
                   subject + ": " + id->scalar +
                       " without quotes is not a text to every reader of "
                       "YAML; write '" +
                       id->scalar + "'"};
}

void addNamedDevices(Settings& settings)
{
    for (InstanceSettings& input : settings.inputs) {
        checkId(input, input.ownKeys, "device_id");
        add(settings, textAt(input.ownKeys, "device_id"), "");
        const Node* units = input.ownKeys.find("units");
        if (units == nullptr) continue;
        for (const Node& unit : units->items) {
            checkId(input, unit, "device");
            add(settings, textAt(unit, "device"), textAt(unit, "profile"));
        }
    }
}

} // namespace historian::config
