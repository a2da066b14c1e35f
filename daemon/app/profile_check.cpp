#include "app/profile_check.h"

#include "config/scalars.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>

namespace historian::app {
namespace {

constexpr std::array kKinds{PluginKind::Input, PluginKind::Output};

std::string strangerText(const config::ProfileSection& section, const host::PluginShelf& shelf)
{
    std::vector<std::string> names;
    for (const PluginKind kind : kKinds)
        std::ranges::copy(shelf.names(kind), std::back_inserter(names));
    const std::vector<std::string_view> known(names.begin(), names.end());
    return section.place.text() + ": section '" + section.plugin + "' belongs to no plugin" +
           config::suggestion(section.plugin, known);
}

std::optional<std::string> problemOf(const config::ProfileSection& section,
                                     const config::DeviceProfiles& profiles,
                                     const host::PluginShelf& shelf)
{
    for (const PluginKind kind : kKinds) {
        if (std::ranges::count(shelf.names(kind), section.plugin) == 0) continue;
        const Result<const host::PluginLibrary*> library = shelf.load(kind, section.plugin);
        if (!library) return section.place.text() + ": " + library.error().message;
        const std::span<const Key> keys = (*library)->entry().about.profileKeys;
        const auto bound = config::bindSection(profiles, section.profile, section.plugin, keys);
        return bound ? std::nullopt : std::optional(bound.error().message);
    }
    return strangerText(section, shelf);
}

std::span<const config::Node> itemsOf(const config::Node& map, std::string_view key)
{
    const config::Node* list = map.find(key);
    return list == nullptr ? std::span<const config::Node>() : list->items;
}

/// Of the maps of a list; `subject` names the list, `name` the key that names a map.
void findUnknown(const config::DeviceProfiles& profiles,
                 std::span<const config::Node> maps,
                 const std::string& subject,
                 std::string_view name,
                 std::vector<config::Problem>& problems)
{
    for (const config::Node& map : maps) {
        const auto profile = std::ranges::find(map.entries, "profile", &config::Entry::key);
        if (profile == map.entries.end() || profile->value.scalar.empty()) continue;
        const std::string why = config::noProfileText(profiles, profile->value.scalar);
        if (why.empty()) continue;
        const config::Node* device = map.find(name);
        std::string text = subject;
        text.append("[").append(device == nullptr ? "" : device->scalar);
        text.append("]: key 'profile': ").append(why);
        problems.push_back({profile->place, std::move(text)});
    }
}

} // namespace

std::vector<config::Problem> unknownProfiles(const config::Node& root,
                                             const config::DeviceProfiles& profiles)
{
    std::vector<config::Problem> problems;
    findUnknown(profiles, itemsOf(root, "devices"), "devices", "id", problems);
    for (const config::Node& input : itemsOf(root, "inputs"))
        findUnknown(profiles, itemsOf(input, "units"), "units", "device", problems);
    return problems;
}

std::vector<std::string> sectionProblems(const config::DeviceProfiles& profiles,
                                         const host::PluginShelf& shelf)
{
    std::vector<std::string> problems;
    for (const config::ProfileSection& section : profiles.sections)
        if (std::optional<std::string> problem = problemOf(section, profiles, shelf))
            problems.push_back(*std::move(problem));
    return problems;
}

} // namespace historian::app
