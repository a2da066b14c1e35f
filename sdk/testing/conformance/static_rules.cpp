#include "static_rules.h"

#include "library_file.h"
#include "sample.h"
#include "trial_host.h"

#include <algorithm>
#include <regex>

namespace historian::conformance {

namespace {

bool isSnakeCase(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && name.front() >= 'a' && name.front() <= 'z' &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

bool needsFallback(const Key& key)
{
    return !key.required && key.type != KeyType::Text && key.type != KeyType::Secret &&
           key.type != KeyType::Map && key.type != KeyType::List;
}

void checkKey(const Report& report, const Key& key, const std::string& path)
{
    report.require(isSnakeCase(key.name), path + ": a key is snake_case");
    report.require(key.meaning.size() >= 8, path + ": the key has no meaning");
    report.require(key.min <= key.max, path + ": min is above max");
    report.require(!key.required || key.fallback.empty(), path + ": required, and has a default");
    report.require(key.type != KeyType::Choice || key.choices.size() >= 2,
                   path + ": a choice has at least two choices");
    report.require(key.type != KeyType::Map || !key.children.empty(), path + ": a map has no keys");
    if (!needsFallback(key) && key.fallback.empty()) return;
    const std::string fault = testing::faultOf(key, key.fallback);
    report.require(fault.empty(),
                   path + ": the default '" + std::string(key.fallback) + "' " + fault);
}

void checkKeys(const Report& report, std::span<const Key> keys, const std::string& path)
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string inner = path + std::string(keys[i].name);
        checkKey(report, keys[i], inner);
        report.require(std::ranges::find(keys.first(i), keys[i].name, &Key::name) ==
                           keys.first(i).end(),
                       inner + ": the key is there twice");
        checkKeys(report, keys[i].children, inner + ".");
    }
}

} // namespace

void checkFile(Report& report, const std::filesystem::path& file)
{
    report.rule("stamp");
    const LibraryFile library = readLibraryFile(file);
    std::vector<std::string> stamps;
    std::ranges::copy_if(library.sections, std::back_inserter(stamps), [](const std::string& name) {
        return name.starts_with("historian_abi_");
    });
    report.require(stamps.size() == 1, "the library has no section historian_abi_…, or several");
    report.require(stamps.front() == HISTORIAN_STAMP,
                   "built for " + stamps.front() + ", this SDK is " HISTORIAN_STAMP);

    report.rule("globals");
    if (library.isSanitized) return;
    const auto variables = ownVariables(library);
    report.require(variables.empty(),
                   "a variable that can change is shared by all instances: " +
                       (variables.empty() ? "" : variables.front()) +
                       " (g++ 12 also makes `constexpr std::array x{...}` so: name its type)");
}

void checkEntry(Report& report, const PluginEntry* entry, const std::filesystem::path& file)
{
    report.rule("entry");
    report.require(entry != nullptr, "the library does not export historianPlugin");
    const bool isInput = entry->kind == PluginKind::Input;
    report.require((entry->makeInput != nullptr) == isInput &&
                       (entry->makeOutput != nullptr) != isInput,
                   "the factory does not fit the kind");
    const PluginAbout& about = entry->about;
    report.require(isSnakeCase(about.name), "the plugin's name is not snake_case");
    report.require(std::regex_match(about.version.begin(),
                                    about.version.end(),
                                    std::regex(R"(\d{1,4}\.\d{1,4}\.\d{1,4}(-[0-9a-z.]{1,16})?)")),
                   "the version is not semantic: " + std::string(about.version));
    report.require(!about.summary.empty(), "the plugin has no summary");
    const std::string name = (isInput ? "input-" : "output-") + std::string(about.name) + ".so";
    report.require(file.filename() == name, "the file should be called " + name);
}

void checkSchema(Report& report, std::span<const Key> keys)
{
    report.rule("schema");
    checkKeys(report, keys, "");
}

void checkSample(Report& report, const PluginAbout& about, const std::filesystem::path& sample)
{
    report.rule("sample");
    try {
        const auto config = makeConfig(about, sample);
        const auto missing = config.missing();
        report.require(missing.empty(),
                       "a sample is needed (--sample FILE), " +
                           (missing.empty() ? "" : missing.front()));
    } catch (const ConfigError& fault) {
        report.fail(fault.what());
    }
    if (sample.empty()) return;
    const std::string unshown = firstUnshown(about.keys, sample);
    report.require(unshown.empty(), "the sample does not show the key " + unshown);
}

testing::TestConfig makeConfig(const PluginAbout& about, const std::filesystem::path& sample)
{
    testing::TestConfig config(about.keys);
    if (!sample.empty()) loadSample(sample, config);
    for (const Key& key : about.keys) {
        if (key.type == KeyType::Secret) config.add(key.name, std::string(kSecret));
        // A key of that name says where files go; during the test they go to the working directory.
        if (key.type == KeyType::Text && key.name == "directory")
            config.add(key.name, std::filesystem::current_path().string());
    }
    return config;
}

} // namespace historian::conformance
