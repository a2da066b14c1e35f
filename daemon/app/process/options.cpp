#include "app/process/options.h"

#include <Poco/Exception.h>
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <charconv>
#include <sstream>

namespace historian::app {
namespace {

using Poco::Util::Option;

Poco::Util::OptionSet optionSet()
{
    Poco::Util::OptionSet set;
    set.addOption(Option("config", "c", "the configuration file").argument("FILE"));
    set.addOption(Option("data", "d", "where history and state are kept").argument("DIR"));
    set.addOption(
        Option("port", "p", "the port of page, API and HTTP input; 0: any free one").argument("N"));
    set.addOption(Option("check", "", "check the configuration, name every problem, and exit"));
    set.addOption(
        Option("sample", "", "show the configuration of a plugin, and exit").argument("PLUGIN"));
    set.addOption(Option("demo", "", "simulated devices in a throw-away store, on loopback only"));
    set.addOption(Option("version", "", "show the version and those of its libraries, and exit"));
    set.addOption(Option("help", "h", "show this, and exit"));
    return set;
}

std::uint16_t parsePort(const std::string& text)
{
    std::uint16_t port = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (fault != std::errc{} || end != text.data() + text.size())
        throw UsageError("--port must be a number from 0 to 65535, but is '" + text + "'");
    return port;
}

void apply(Options& options, const std::string& name, const std::string& value)
{
    if (name == "config") options.config = value;
    if (name == "data") options.data = value;
    if (name == "port") options.port = parsePort(value);
    if (name == "check") options.isCheck = true;
    if (name == "sample") options.samplePlugin = value;
    if (name == "demo") options.isDemo = true;
    if (name == "version") options.wantsVersion = true;
    if (name == "help") options.wantsHelp = true;
}

} // namespace

Options readOptions(std::span<char* const> arguments)
{
    const Poco::Util::OptionSet set = optionSet();
    Poco::Util::OptionProcessor processor(set);
    processor.setUnixStyle(true);
    Options options;
    std::string name;
    std::string value;
    std::string at; // the option that is being read
    try {
        for (const char* argument : arguments) {
            at = argument;
            if (!processor.process(at, name, value))
                throw UsageError("'" + at + "' is not an option");
            apply(options, name, value);
            name.clear();
            value.clear();
        }
        processor.checkRequired();
    } catch (const Poco::Util::UnknownOptionException&) {
        throw UsageError("unknown option " + at);
    } catch (const Poco::Util::MissingArgumentException&) {
        throw UsageError(at + " needs a value");
    } catch (const Poco::Exception&) {
        throw UsageError(at + " takes no value");
    }
    return options;
}

std::string usageText()
{
    const Poco::Util::OptionSet set = optionSet();
    Poco::Util::HelpFormatter formatter(set);
    formatter.setUnixStyle(true);
    formatter.setCommand("historiand");
    formatter.setUsage(
        "[--config FILE] [--data DIR] [--port N] [--check] [--sample PLUGIN] [--demo] "
        "[--version]");
    formatter.setHeader("Records readings of devices, keeps them and serves them.");
    std::ostringstream text;
    formatter.format(text);
    return text.str();
}

} // namespace historian::app
