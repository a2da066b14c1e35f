#include "settings.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace historian::serial {

namespace {

constexpr speed_t kSpeeds[] = {B1200,
                               B2400,
                               B4800,
                               B9600,
                               B19200,
                               B38400,
                               B57600,
                               B115200,
                               B230400,
                               B460800,
                               B500000,
                               B921600,
                               B1000000,
                               B2000000};
static_assert(std::size(kSpeeds) == std::size(kBauds));
constexpr std::size_t kAckBytesMax = 128;

// Where each key of the pattern is taken from: the instance if it is written there, else the
// profile.
class Source {
public:
    Source(Host& host, const Config& config) : config_(config)
    {
        if (config.text("profile").empty()) return;
        const auto section = host.profile(config.text("profile"));
        if (!section) throw ConfigError(config.place("profile") + ": " + section.error().message);
        profile_ = *section;
    }

    const Config& of(std::string_view key) const
    {
        return profile_ != nullptr && !config_.isWritten(key) ? *profile_ : config_;
    }

private:
    const Config& config_;
    const Config* profile_ = nullptr;
};

std::size_t
choiceOf(const Source& source, std::string_view key, std::span<const std::string_view> all)
{
    const auto found = std::ranges::find(all, source.of(key).text(key));
    return static_cast<std::size_t>(found - all.begin());
}

char separatorOf(const Config& config)
{
    const std::string_view text = config.text("separator");
    if (text == "tab") return '\t';
    if (text == "blank") return ' ';
    if (text.size() == 1) return text[0];
    throw ConfigError(config.place("separator") + ": separator is one character, tab or blank");
}

std::vector<Pattern> patternsOf(const Config& config)
{
    std::vector<Pattern> patterns;
    for (const std::string& text : config.texts("patterns")) {
        auto pattern = Pattern::of(text);
        if (!pattern)
            throw ConfigError(config.place("patterns") + ": '" + text +
                              "': " + pattern.error().message);
        patterns.push_back(*std::move(pattern));
    }
    return patterns;
}

// What a format cannot do without, and what would be of no use to it.
void checkFormat(const Settings& settings, const Source& source)
{
    const auto complain = [&source](std::string_view key, const std::string& why) {
        throw ConfigError(source.of(key).place(key) + ": " + why);
    };
    const bool usesColumns = settings.format == Format::Csv || settings.format == Format::Pairs;
    if (settings.format == Format::Csv && settings.columns.empty())
        complain("columns", "format csv needs columns");
    if (settings.format == Format::Pattern && settings.patterns.empty())
        complain("patterns", "format pattern needs patterns");
    if (!usesColumns && !settings.columns.empty())
        complain("columns", "columns belong to the formats csv and pairs");
    if (settings.format != Format::Pattern && !settings.patterns.empty())
        complain("patterns", "patterns belong to the format pattern");
    for (const std::string& column : settings.columns)
        if (settings.format == Format::Pairs && column.find('=') == std::string::npos)
            complain("columns", "'" + column + "': with format pairs a column is sent=metric");
}

std::string ackOf(const Config& config)
{
    const std::string_view ack = config.text("ack");
    if (ack.size() > kAckBytesMax)
        throw ConfigError(config.place("ack") + ": ack has at most 128 bytes");
    return std::string(ack);
}

} // namespace

Settings readSettings(Host& host, const Config& config)
{
    const Source source(host, config);
    Settings settings;
    settings.device = config.text("device");
    if (!settings.device.starts_with('/'))
        throw ConfigError(config.place("device") +
                          ": device is a path such as /dev/serial/by-id/...");
    settings.deviceId = config.text("device_id");
    settings.ack = ackOf(config);
    settings.lineBytesMax = static_cast<std::size_t>(config.integer("line_bytes_max"));
    settings.baudText = source.of("baud").text("baud");
    settings.baud = kSpeeds[choiceOf(source, "baud", kBauds)];
    settings.format = static_cast<Format>(choiceOf(source, "format", kFormats));
    settings.checksum = static_cast<Checksum>(choiceOf(source, "checksum", kChecksums));
    settings.columns = source.of("columns").texts("columns");
    settings.patterns = patternsOf(source.of("patterns"));
    settings.separator = separatorOf(source.of("separator"));
    checkFormat(settings, source);
    return settings;
}

} // namespace historian::serial
