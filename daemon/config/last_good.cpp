#include "config/last_good.h"

#include "config/yaml/yaml_config.h"

#include <historian/error.h>

#include <fcntl.h>
#include <unistd.h>

namespace historian::config {
namespace {

constexpr std::string_view kLastGood = "last-good.yaml";

/// Writes and syncs a new file; false on any fault.
bool writeFile(const std::filesystem::path& path, const std::string& text)
{
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return false;
    const bool isWritten =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    return ::close(file) == 0 && isWritten;
}

} // namespace

Loaded checkSettings(const std::optional<std::filesystem::path>& file)
{
    Loaded loaded;
    try {
        std::vector<Problem> problems;
        if (file) loaded.text = readConfigFile(*file);
        const std::string name = file ? file->string() : "defaults";
        loaded.settings = readSettings(parseYaml(loaded.text, name), problems);
        for (const Problem& problem : problems) loaded.problems.push_back(problem.text());
    } catch (const ConfigError& error) {
        loaded.problems.emplace_back(error.what());
    }
    loaded.isUsable = loaded.problems.empty();
    return loaded;
}

Loaded loadSettings(const std::optional<std::filesystem::path>& file,
                    const std::filesystem::path& dataDirectory)
{
    Loaded loaded = checkSettings(file);
    if (loaded.isUsable) return loaded;
    const std::filesystem::path copy = dataDirectory / kLastGood;
    std::error_code fault;
    if (!std::filesystem::exists(copy, fault)) return loaded;
    Loaded fallback = checkSettings(copy);
    if (!fallback.isUsable) return loaded;
    fallback.banner = "The configuration has a fault, so the last good copy (" + copy.string() +
                      ") is in force: " + loaded.problems.front();
    fallback.problems = std::move(loaded.problems);
    return fallback;
}

bool saveLastGood(const std::filesystem::path& dataDirectory, const std::string& text)
{
    const std::filesystem::path copy = dataDirectory / kLastGood;
    std::filesystem::path fresh = copy;
    fresh += ".new";
    std::error_code fault;
    if (!writeFile(fresh, text)) return false;
    std::filesystem::rename(fresh, copy, fault);
    return !fault;
}

} // namespace historian::config
