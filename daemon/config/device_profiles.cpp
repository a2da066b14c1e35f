#include "config/device_profiles.h"

#include "base/symbol_table.h"
#include "config/bound_config.h"
#include "config/scalars.h"
#include "config/secrets.h"
#include "config/yaml/yaml_config.h"

#include <historian/error.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace historian::config {
namespace {

constexpr std::array<std::string_view, 2> kClocks{"auto", "arrival"};
constexpr std::array<std::string_view, 4> kSeriesKinds{"gauge", "counter", "state", "text"};
constexpr std::array<std::string_view, 6> kOrigins{
    "measured", "derived", "constant", "simulated", "manual", "unknown"};

constexpr std::array kFingerprint{
    Key{.name = "timestamp_prefix"},
    Key{.name = "metrics", .type = KeyType::List},
};

constexpr std::array kProfile{
    Key{.name = "name", .required = true},
    Key{.name = "version", .required = true},
    Key{.name = "title"},
    Key{.name = "clock", .type = KeyType::Choice, .fallback = "auto", .choices = kClocks},
    Key{.name = "expected_interval",
        .type = KeyType::Duration,
        .fallback = "1s",
        .min = 0.1,
        .max = 86400},
    Key{.name = "fingerprint", .type = KeyType::Map, .children = kFingerprint},
};

constexpr std::array kCounter{
    Key{.name = "resolution", .type = KeyType::Number, .fallback = "0", .min = 0},
    Key{.name = "rollover", .type = KeyType::Number, .min = 0},
    Key{.name = "resets_to_zero", .type = KeyType::Boolean, .fallback = "false"},
    Key{.name = "rate_per_hour", .type = KeyType::Number, .min = 0},
};

constexpr std::array kMetric{
    Key{.name = "unit"},
    Key{.name = "kind", .type = KeyType::Choice, .fallback = "gauge", .choices = kSeriesKinds},
    Key{.name = "origin", .type = KeyType::Choice, .fallback = "unknown", .choices = kOrigins},
    Key{.name = "range", .type = KeyType::List},
    Key{.name = "counter", .type = KeyType::Map, .children = kCounter},
};

template <typename Enum, std::size_t N>
Enum chosen(const std::array<std::string_view, N>& names, std::string_view text)
{
    return static_cast<Enum>(std::ranges::find(names, text) - names.begin());
}

std::optional<double> optionalNumber(const Config& map, std::string_view key)
{
    return map.isWritten(key) ? std::optional(map.number(key)) : std::nullopt;
}

void readRange(const BoundConfig& map, base::MetricProfile& metric, std::vector<Problem>& problems)
{
    if (!map.isWritten("range")) return;
    const std::vector<std::string> range = map.texts("range");
    if (range.size() == 2) {
        metric.min = parseNumber(range[0]);
        metric.max = parseNumber(range[1]);
    }
    if (!metric.min || !metric.max || *metric.min > *metric.max)
        problems.push_back({map.placeOf("range"), "key 'range' must be [lowest, highest]"});
}

base::MetricProfile readMetric(const Entry& entry, std::vector<Problem>& problems)
{
    const UnresolvedSecrets secrets;
    const std::size_t before = problems.size();
    const BoundConfig map(
        kMetric, entry.value, Binding{secrets, "metric '" + entry.key + "'"}, problems);
    base::MetricProfile metric;
    if (problems.size() != before) return metric;
    metric.unit = map.text("unit");
    metric.kind = chosen<SeriesKind>(kSeriesKinds, map.text("kind"));
    metric.origin = chosen<Origin>(kOrigins, map.text("origin"));
    readRange(map, metric, problems);
    if (map.isWritten("counter") && metric.kind != SeriesKind::Counter)
        problems.push_back({map.placeOf("counter"), "key 'counter' needs kind: counter"});
    const BoundConfig& counter = map.map("counter");
    metric.counter = {counter.number("resolution"),
                      optionalNumber(counter, "rollover"),
                      optionalNumber(counter, "rate_per_hour"),
                      counter.boolean("resets_to_zero")};
    return metric;
}

void readMetrics(const Node& root, base::DeviceProfile& profile, std::vector<Problem>& problems)
{
    const Node* metrics = root.find("metrics");
    if (metrics == nullptr || metrics->kind != Node::Kind::Map)
        return problems.push_back(
            {root.place, "key 'metrics' must be a map from names to metrics"});
    for (const Entry& entry : metrics->entries) {
        if (!base::isName(NameKind::Metric, entry.key))
            problems.push_back({entry.place, "'" + entry.key + "' cannot name a metric"});
        profile.metrics.emplace(entry.key, readMetric(entry, problems));
    }
}

void readHead(const BoundConfig& map, base::DeviceProfile& profile, std::vector<Problem>& problems)
{
    profile.name = map.text("name");
    profile.version = map.text("version");
    profile.title = map.text("title");
    profile.isAlwaysArrival = map.text("clock") == "arrival";
    profile.expectedInterval = map.duration("expected_interval");
    profile.fingerprintSentTime = map.map("fingerprint").text("timestamp_prefix");
    profile.fingerprintMetrics = map.map("fingerprint").texts("metrics");
    if (!base::isName(NameKind::Device, profile.name))
        problems.push_back({map.placeOf("name"), "'" + profile.name + "' cannot name a profile"});
}

// A key that is nearly one of ours is a slip, not a section.
bool isSection(const Entry& entry)
{
    std::vector<std::string_view> ours{"metrics"};
    for (const Key& key : kProfile) ours.push_back(key.name);
    return entry.value.kind == Node::Kind::Map && !nearest(entry.key, ours);
}

/// ", did you mean 'board-modbus'?" if the same device has another profile for the plugin, else
/// "; these have one: abb-b23, fronius".
std::string
havingSection(const DeviceProfiles& profiles, std::string_view profile, std::string_view plugin)
{
    const std::string kin = std::string(profile) + "-" + std::string(plugin);
    std::string names;
    for (const ProfileSection& section : profiles.sections) {
        if (section.plugin != plugin) continue;
        if (section.profile == kin) return ", did you mean '" + kin + "'?";
        names += (names.empty() ? "; these have one: " : ", ") + section.profile;
    }
    return names;
}

base::DeviceProfile
loadProfile(const Node& root, const std::filesystem::path& file, std::vector<std::string>& messages)
{
    std::vector<Problem> problems;
    base::DeviceProfile profile = readDeviceProfile(root, problems);
    if (problems.empty() && profile.name != file.stem())
        problems.push_back(
            {root.place, "'name' is '" + profile.name + "', but must be the file's name"});
    for (const Problem& problem : problems) messages.push_back(problem.text());
    return profile;
}

bool isSame(const std::filesystem::path& one, const std::filesystem::path& other)
{
    std::error_code fault;
    return std::filesystem::equivalent(one, other, fault);
}

/// The profiles of a directory, by file name.
std::map<std::string, std::filesystem::path> filesOf(const std::filesystem::path& directory,
                                                     DeviceProfiles& result)
{
    std::map<std::string, std::filesystem::path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(directory, fault), end; !fault && entry != end;
         entry.increment(fault))
        if (entry->path().extension() == ".yaml")
            files.emplace(entry->path().filename(), entry->path());
    if (fault && fault != std::errc::no_such_file_or_directory)
        result.problems.push_back(directory.string() + ": cannot be read: " + fault.message());
    return files;
}

void addFile(const std::filesystem::path& file, DeviceProfiles& result)
{
    const std::size_t before = result.problems.size();
    try {
        const Node root = parseYaml(readConfigFile(file), file.string());
        base::DeviceProfile profile = loadProfile(root, file, result.problems);
        if (result.problems.size() != before) return;
        std::ranges::move(readSections(root, profile.name), std::back_inserter(result.sections));
        result.profiles.push_back(std::move(profile));
    } catch (const ConfigError& error) {
        result.problems.emplace_back(error.what());
    }
}

} // namespace

base::DeviceProfile readDeviceProfile(const Node& root, std::vector<Problem>& problems)
{
    base::DeviceProfile profile;
    Node head = root;
    std::erase_if(head.entries,
                  [](const Entry& entry) { return entry.key == "metrics" || isSection(entry); });
    const UnresolvedSecrets secrets;
    const BoundConfig map(kProfile, head, Binding{secrets, "", {"metrics"}}, problems);
    if (!problems.empty()) return profile;
    readHead(map, profile, problems);
    readMetrics(root, profile, problems);
    for (const std::string& metric : profile.fingerprintMetrics)
        if (!base::isName(NameKind::Metric, metric))
            problems.push_back(
                {map.placeOf("fingerprint"), "'" + metric + "' cannot name a metric"});
    return profile;
}

std::vector<ProfileSection> readSections(const Node& root, const std::string& profile)
{
    std::vector<ProfileSection> sections;
    for (const Entry& entry : root.entries)
        if (isSection(entry)) sections.push_back({profile, entry.key, entry.place, entry.value});
    return sections;
}

std::string noProfileText(const DeviceProfiles& profiles, std::string_view name)
{
    std::vector<std::string_view> known;
    for (const base::DeviceProfile& profile : profiles.profiles) known.push_back(profile.name);
    if (std::ranges::find(known, name) != known.end()) return {};
    return "there is no profile '" + std::string(name) + "'" + suggestion(name, known);
}

Result<std::unique_ptr<BoundConfig>> bindSection(const DeviceProfiles& profiles,
                                                 std::string_view profile,
                                                 std::string_view plugin,
                                                 std::span<const Key> keys)
{
    const auto found = std::ranges::find_if(profiles.sections, [&](const ProfileSection& section) {
        return section.profile == profile && section.plugin == plugin;
    });
    if (found == profiles.sections.end()) {
        const std::string unknown = noProfileText(profiles, profile);
        if (!unknown.empty()) return Error{unknown};
        return Error{"profile '" + std::string(profile) + "' has no section '" +
                     std::string(plugin) + "'" + havingSection(profiles, profile, plugin)};
    }
    const UnresolvedSecrets secrets;
    std::vector<Problem> problems;
    auto bound = std::make_unique<BoundConfig>(
        keys, found->content, Binding{secrets, std::string(plugin)}, problems);
    if (problems.empty()) return bound;
    std::string text;
    for (const Problem& problem : problems) text += (text.empty() ? "" : "; ") + problem.text();
    return Error{text};
}

DeviceProfiles loadDeviceProfiles(const std::filesystem::path& packaged,
                                  const std::filesystem::path& own)
{
    DeviceProfiles result;
    std::map<std::string, std::filesystem::path> files = filesOf(packaged, result);
    if (!own.empty() && !isSame(packaged, own)) {
        for (auto& [name, file] : filesOf(own, result)) {
            std::filesystem::path& place = files[name];
            if (!place.empty())
                result.notes.push_back(file.string() + " is used, not " + place.string());
            place = std::move(file);
        }
    }
    for (const auto& [name, file] : files) {
        if (result.profiles.size() < kProfilesMax)
            addFile(file, result);
        else
            result.problems.push_back(file.string() + ": more than " +
                                      std::to_string(kProfilesMax) + " profiles, left out");
    }
    return result;
}

} // namespace historian::config
