#include "options.h"

#include <charconv>
#include <limits>
#include <string_view>

namespace historian::load {
namespace {

constexpr const char* kUsage =
    "historian-load [--mode single|newconn|bulk] [--format json|line]\n"
    "               [--host 127.0.0.1] [--port 5000]\n"
    "               [--connections 64] [--devices 16] [--nan PERCENT] [--lines 1000]\n"
    "               [--rate REQUESTS_PER_SECOND] [--seconds 10 | --count N]\n"
    "historian-load --serve-bare [--port N]     a stock POCO server that answers 200";

template <typename Number>
Number numberOf(std::string_view option, std::string_view text)
{
    Number number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size())
        throw UsageError(std::string(option) + " needs a number");
    return number;
}

Mode modeOf(std::string_view text)
{
    if (text == "single") return Mode::Single;
    if (text == "newconn") return Mode::NewConn;
    if (text == "bulk") return Mode::Bulk;
    throw UsageError("--mode is single, newconn or bulk");
}

Format formatOf(std::string_view text)
{
    if (text == "json") return Format::Json;
    if (text == "line") return Format::Line;
    throw UsageError("--format is json or line");
}

void take(Options& options, std::string_view name, std::string_view value)
{
    if (name == "--mode")
        options.mode = modeOf(value);
    else if (name == "--format")
        options.format = formatOf(value);
    else if (name == "--host")
        options.host = value;
    else if (name == "--port")
        options.port = numberOf<std::uint16_t>(name, value);
    else if (name == "--connections")
        options.connections = numberOf<unsigned>(name, value);
    else if (name == "--devices")
        options.devices = numberOf<unsigned>(name, value);
    else if (name == "--nan")
        options.nanPercent = numberOf<unsigned>(name, value);
    else if (name == "--lines")
        options.lines = numberOf<unsigned>(name, value);
    else if (name == "--rate")
        options.rate = numberOf<unsigned>(name, value);
    else if (name == "--seconds")
        options.duration = std::chrono::seconds(numberOf<unsigned>(name, value));
    else if (name == "--count")
        options.count = numberOf<std::uint64_t>(name, value);
    else
        throw UsageError("what is '" + std::string(name) + "'?\n" + kUsage);
}

} // namespace

Options readOptions(int count, const char* const* texts)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = texts[i];
        if (name == "--serve-bare") {
            options.isServingBare = true;
            continue;
        }
        if (i + 1 == count) throw UsageError(kUsage);
        take(options, name, texts[++i]);
    }
    if (options.connections == 0 || options.devices == 0 || options.lines == 0)
        throw UsageError("--connections, --devices and --lines are at least 1");
    if (options.nanPercent > 100) throw UsageError("--nan is 0 to 100");
    if (options.nanPercent > 0 && options.format == Format::Line)
        throw UsageError("--nan needs --format json");
    return options;
}

} // namespace historian::load
