#include "host/plugin_library.h"

#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <vector> // Boost 1.74's library_info.hpp forgets it

namespace historian::host {
namespace {

constexpr std::string_view kStampPrefix = "historian_abi_";
constexpr std::string_view kEntryName = "historianPlugin";

Error refusal(const std::filesystem::path& file, const std::string& why)
{
    return Error{"plugin " + file.string() + " is not loaded: " + why};
}

bool isWritableByOthers(const std::filesystem::path& path)
{
    struct stat status = {};
    return ::stat(path.c_str(), &status) != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
           (status.st_uid != 0 && status.st_uid != ::geteuid());
}

/// The stamps a file carries; read from its section names, which stripping leaves alone.
std::vector<std::string> stampsOf(const std::filesystem::path& file)
{
    boost::dll::library_info info(file, true);
    std::vector<std::string> stamps;
    for (std::string& name : info.sections())
        if (name.starts_with(kStampPrefix)) stamps.push_back(std::move(name));
    return stamps;
}

std::optional<Error> wrongStamp(const std::filesystem::path& file)
{
    try {
        const std::vector<std::string> stamps = stampsOf(file);
        if (stamps.size() == 1 && stamps[0] == wantedStamp()) return std::nullopt;
        std::string found = stamps.empty() ? "no stamp" : "the stamp " + stamps[0];
        if (stamps.size() > 1) found = std::to_string(stamps.size()) + " stamps";
        return refusal(file,
                       "it carries " + found + ", but " + std::string(wantedStamp()) +
                           " is wanted; build it again with the SDK of this version");
    } catch (const std::exception& fault) {
        return refusal(file,
                       std::string("it is no library of this machine (") + fault.what() + ")");
    }
}

} // namespace

struct PluginLibrary::Loaded {
    boost::dll::shared_library library;
};

std::string_view wantedStamp()
{
    return HISTORIAN_STAMP;
}

std::optional<Error> unsafeFile(const std::filesystem::path& file)
{
    std::error_code fault;
    if (!std::filesystem::is_regular_file(file, fault)) return refusal(file, "it is no plain file");
    if (isWritableByOthers(file))
        return refusal(file,
                       "the file must belong to root or to the service's user, and nobody else "
                       "may write it");
    if (isWritableByOthers(std::filesystem::canonical(file, fault).parent_path()))
        return refusal(file,
                       "its folder must belong to root or to the service's user, and nobody "
                       "else may write it");
    return std::nullopt;
}

Result<PluginLibrary> PluginLibrary::load(const std::filesystem::path& file)
{
    if (std::optional<Error> fault = unsafeFile(file)) return *fault;
    if (std::optional<Error> fault = wrongStamp(file)) return *fault;
    using Mode = boost::dll::load_mode::type;
    try {
        // now: an undefined symbol shows here, not at the first call. local: two plugins may have
        // functions of one name.
        auto loaded = std::make_unique<Loaded>(
            Loaded{boost::dll::shared_library(file, Mode::rtld_now | Mode::rtld_local)});
        if (!loaded->library.has(std::string(kEntryName)))
            return refusal(
                file,
                "it exports no historianPlugin; HISTORIAN_INPUT or HISTORIAN_OUTPUT is missing");
        const auto& entry = loaded->library.get<const PluginEntry>(std::string(kEntryName));
        return PluginLibrary(std::move(loaded), entry);
    } catch (const std::exception& fault) {
        return refusal(file, fault.what());
    }
}

PluginLibrary::PluginLibrary(std::unique_ptr<Loaded> loaded, const PluginEntry& entry)
    : loaded_(std::move(loaded)), entry_(&entry)
{
}

PluginLibrary::~PluginLibrary() = default;
PluginLibrary::PluginLibrary(PluginLibrary&&) noexcept = default;
PluginLibrary& PluginLibrary::operator=(PluginLibrary&&) noexcept = default;

} // namespace historian::host
