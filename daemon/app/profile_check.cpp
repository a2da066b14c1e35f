#include "app/profile_check.h"

#include "config/scalars.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

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

} // namespace

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
