#include "settings.h"

#include <historian/error.h>
#include <historian/files.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <string_view>

namespace historian::mqtt {

namespace {

constexpr std::string_view kTlsScheme = "mqtts://";
constexpr std::string_view kPlainScheme = "mqtt://";

[[noreturn]] void complain(const Config& config, std::string_view key, const std::string& what)
{
    throw ConfigError(config.place(key) + ": " + std::string(key) + ": " + what);
}

// The port behind a host; 0 if it is none.
int portOf(std::string_view text)
{
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool isNumber = error == std::errc() && end == text.data() + text.size();
    return isNumber && port > 0 && port <= 65'535 ? port : 0;
}

bool isHost(std::string_view text)
{
    return !text.empty() && text.size() <= 255 && std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '@' || c == '?' || c == '#';
    });
}

// HOST, HOST:PORT, [IPV6] or [IPV6]:PORT.
void readAddress(const Config& config, std::string_view address, Settings& settings)
{
    const std::size_t bracket = address.starts_with('[') ? address.find(']') : 0;
    const std::size_t colon =
        bracket == std::string_view::npos ? bracket : address.find(':', bracket);
    const std::string_view host = address.substr(0, colon);
    const bool isBracketed = host.starts_with('[') && host.ends_with(']');
    settings.host = isBracketed ? host.substr(1, host.size() - 2) : host;
    settings.port = settings.isTls ? 8883 : 1883;
    if (colon != std::string_view::npos) settings.port = portOf(address.substr(colon + 1));
    if (!isHost(settings.host) || settings.port == 0 || host.starts_with('[') != isBracketed)
        complain(config,
                 "broker",
                 "\"" + std::string(config.text("broker")) +
                     "\" is not mqtts://HOST[:PORT] or mqtt://HOST[:PORT]");
    settings.broker = std::string(settings.isTls ? kTlsScheme : kPlainScheme) + std::string(host) +
                      ":" + std::to_string(settings.port);
}

void readBroker(const Config& config, Settings& settings)
{
    std::string_view text = config.text("broker");
    settings.isTls = text.starts_with(kTlsScheme);
    if (!settings.isTls && !text.starts_with(kPlainScheme))
        complain(config, "broker", "begins neither with mqtts:// nor with mqtt://");
    text.remove_prefix(settings.isTls ? kTlsScheme.size() : kPlainScheme.size());
    if (text.ends_with('/')) text.remove_suffix(1);
    readAddress(config, text, settings);
}

std::string prefixOf(const Config& config, std::string_view key)
{
    const std::string_view text = config.text(key);
    const bool isClean = std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte >= 127 || c == '+' || c == '#' || c == '$';
    });
    if (!isClean || text.size() > kPrefixBytesMax || text.starts_with('/') || text.ends_with('/'))
        complain(config,
                 key,
                 "is a topic of at most " + std::to_string(kPrefixBytesMax) +
                     " ASCII characters without blanks, + # $, and / at its ends");
    return std::string(text);
}

void checkTogether(const Config& config, const Settings& settings)
{
    if (settings.prefix.empty()) complain(config, "prefix", "must not be empty");
    if (settings.username.empty() && !settings.password.empty())
        complain(config, "password", "needs a username");
    if (settings.certificate.empty() != settings.key.empty())
        complain(config,
                 settings.key.empty() ? "certificate" : "key",
                 "certificate and key go together");
    for (const std::string_view key : {"ca_file", "certificate"})
        if (!settings.isTls && !config.text(key).empty())
            complain(config, key, "is for mqtts://, and broker begins with mqtt://");
}

} // namespace

Settings settingsOf(const Config& config)
{
    Settings settings;
    readBroker(config, settings);
    settings.username = config.text("username");
    settings.password = config.text("password");
    settings.caFile = config.text("ca_file");
    settings.certificate = config.text("certificate");
    settings.key = config.text("key");
    settings.prefix = prefixOf(config, "prefix");
    settings.discoveryPrefix = prefixOf(config, "discovery_prefix");
    checkTogether(config, settings);
    for (const std::string_view key : {"ca_file", "certificate", "key"})
        requireReadable(config, key);
    return settings;
}

} // namespace historian::mqtt
