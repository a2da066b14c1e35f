#include "ctl/commands.h"
#include "ctl/offline/offline_host.h"
#include "ctl/offline/on_interrupt.h"
#include "ctl/offline/options.h"
#include "ctl/serial/watch.h"

#include <historian/codec/time_text.h>

#include <cstdio>

namespace historian::ctl {

namespace {

constexpr const char* kForm = "serial watch DEVICE [--baud N] [--seconds N]";

constexpr Key kWatchKeys[] = {{.name = "seconds",
                               .type = KeyType::Integer,
                               .fallback = "0",
                               .meaning = "how long; 0: until Ctrl-C",
                               .min = 0,
                               .max = 86400}};

std::vector<Key> watchKeys()
{
    std::vector<Key> keys(std::begin(serial::kKeys), std::end(serial::kKeys));
    keys.insert(keys.end(), std::begin(kWatchKeys), std::end(kWatchKeys));
    return keys;
}

/// The words of the line as options: the DEVICE, and a list of columns one by one.
CommandLine asOptions(const CommandLine& line)
{
    if (line.option("device")) throw UsageError(kForm);
    CommandLine options = line;
    options.options.clear();
    for (const auto& [name, value] : line.options)
        for (std::size_t begin = 0; begin <= value.size();) {
            const bool isList = name == "columns";
            const std::size_t end =
                isList ? std::min(value.find(',', begin), value.size()) : value.size();
            options.options.emplace_back(name, value.substr(begin, end - begin));
            begin = end + 1;
        }
    options.options.emplace_back("device", line.word(2, "the DEVICE, such as /dev/ttyUSB0"));
    return options;
}

serial::Settings settingsOf(Host& host, const Config& config)
{
    try {
        return serial::readSettings(host, config);
    } catch (const ConfigError& problem) {
        const std::string_view told = problem.what(); // begins with a place that is no file's
        throw UsageError(std::string(told.substr(told.find(": ") + 2)));
    }
}

/// What came so far.
struct Tally {
    std::uint64_t lines = 0;
    std::uint64_t readings = 0;
    std::uint64_t refused = 0;

    void count(const SeenLine& line)
    {
        ++lines;
        readings += line.readings.size();
        refused += line.content.faults.empty() ? 0 : 1;
    }

    std::string text() const
    {
        return std::to_string(lines) + " lines, " + std::to_string(readings) + " readings, " +
               std::to_string(refused) + " lines refused.\n";
    }

    std::string json() const
    {
        codec::JsonWriter json;
        json.beginObject().key("lines").unsignedInteger(lines);
        json.key("readings_total").unsignedInteger(readings);
        json.key("refused_total").unsignedInteger(refused).endObject();
        return json.take() + "\n";
    }
};

std::string portJson(Time time, const std::string& words)
{
    codec::JsonWriter json;
    json.beginObject().key("time").text(codec::timeText(time)).key("port").text(words).endObject();
    return json.take() + "\n";
}

void print(const std::string& text)
{
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

WatchTeller tellerOf(const OfflineHost& host, bool wantsJson, Tally& tally)
{
    return {[&host, wantsJson, &tally](const SeenLine& line) {
                tally.count(line);
                print(wantsJson ? seenJson(line, host) : seenText(line, host));
            },
            [&host, wantsJson](const std::string& words) {
                const Time now = host.clock().now();
                print(wantsJson ? portJson(now, words)
                                : codec::timeText(now) + "  -- " + words + "\n");
            }};
}

} // namespace

Outcome runSerial(const CommandLine& line)
{
    if (line.word(1, kForm) != "watch" || line.words.size() > 3) throw UsageError(kForm);
    OfflineHost host;
    const config::BoundConfig config = bindOptions(asOptions(line), watchKeys());
    const serial::Settings settings = settingsOf(host, config);
    const std::chrono::seconds time(config.integer("seconds"));
    lines::Wake end;
    const OnInterrupt interrupt([&end] { end.wake(); });
    Tally tally;
    Watch watch(host, settings, end, tellerOf(host, line.wantsJson, tally));
    watch.run(time == time.zero() ? std::nullopt : std::optional(host.clock().steady() + time));
    return {line.wantsJson ? tally.json() : tally.text(), watch.wasOpen() ? 0 : 1};
}

std::string serialHelp()
{
    std::string text =
        "watch shows each line as it comes, and what the serial input makes of it: a reading, or\n"
        "why it is none. It needs the port for itself, and leaves DTR and RTS alone. Ctrl-C ends "
        "it.\n"
        "--columns has commas; --patterns is given once for each.\n\n";
    std::vector<Key> keys = watchKeys();
    std::erase_if(keys, [](const Key& key) {
        return key.name == "device" || key.name == "profile" || key.name == "ack";
    });
    return text + optionsText(keys);
}

} // namespace historian::ctl
