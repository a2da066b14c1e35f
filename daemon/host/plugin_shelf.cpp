#include "host/plugin_shelf.h"

#include <algorithm>
#include <set>

namespace historian::host {
namespace {

constexpr std::string_view kSuffix = ".so";

/// A name cannot leave the directory it is looked for in.
bool isPluginName(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::string listText(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : text;
}

} // namespace

PluginShelf::PluginShelf(std::vector<std::filesystem::path> directories)
    : directories_(std::move(directories))
{
}

Result<const PluginLibrary*> PluginShelf::load(PluginKind kind, std::string_view name) const
{
    const std::string file =
        std::string(nameOf(kind)) + "-" + std::string(name) + std::string(kSuffix);
    if (isPluginName(name))
        for (const std::filesystem::path& directory : directories_) {
            std::error_code fault;
            if (!std::filesystem::exists(directory / file, fault)) continue;
            Result<const PluginLibrary*> library = loadOnce(directory / file);
            if (!library) return library;
            const PluginEntry& entry = (*library)->entry();
            if (entry.kind != kind || entry.about.name != name)
                return Error{"plugin " + (directory / file).string() +
                             " is not loaded: it calls itself " + std::string(nameOf(entry.kind)) +
                             "-" + std::string(entry.about.name)};
            return library;
        }
    return Error{"there is no " + std::string(nameOf(kind)) + " plugin '" + std::string(name) +
                 "'; there are: " + listText(names(kind))};
}

Result<const PluginLibrary*> PluginShelf::loadOnce(const std::filesystem::path& file) const
{
    return loaded_.with([&file](auto& loaded) -> Result<const PluginLibrary*> {
        if (const auto known = loaded.find(file); known != loaded.end()) return &known->second;
        Result<PluginLibrary> library = PluginLibrary::load(file);
        if (!library) return library.error();
        return &loaded.emplace(file, *std::move(library)).first->second;
    });
}

std::vector<std::string> PluginShelf::names(PluginKind kind) const
{
    const std::string prefix = std::string(nameOf(kind)) + "-";
    std::set<std::string> names;
    for (const std::filesystem::path& directory : directories_) {
        std::error_code fault;
        for (std::filesystem::directory_iterator entry(directory, fault), end;
             !fault && entry != end;
             entry.increment(fault)) {
            const std::string file = entry->path().filename().string();
            if (file.starts_with(prefix) && file.ends_with(kSuffix))
                names.insert(
                    file.substr(prefix.size(), file.size() - prefix.size() - kSuffix.size()));
        }
    }
    return {names.begin(), names.end()};
}

std::string_view nameOf(PluginKind kind)
{
    return kind == PluginKind::Input ? "input" : "output";
}

} // namespace historian::host
