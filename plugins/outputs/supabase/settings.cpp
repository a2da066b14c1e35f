#include "settings.h"

#include <historian/error.h>
#include <historian/files.h>

#include <algorithm>

namespace historian::supabase {

namespace {

constexpr std::size_t kSecretBytesMin = 6; // shorter ones would blot out ordinary words

[[noreturn]] void refuse(const Config& config, std::string_view key, const std::string& why)
{
    throw ConfigError(config.place(key) + ": " + std::string(key) + ": " + why);
}

bool isLoopback(std::string_view url)
{
    for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        if (!url.starts_with(host)) continue;
        const std::string_view rest = url.substr(host.size());
        return rest.empty() || rest.front() == ':' || rest.front() == '/';
    }
    return false;
}

std::string urlOf(const Config& config)
{
    std::string url(config.text("url"));
    while (url.ends_with('/')) url.pop_back();
    if (url.ends_with("/rest/v1")) url.resize(url.size() - std::string_view("/rest/v1").size());
    if (!url.starts_with("https://") && !isLoopback(url))
        refuse(config, "url", "must begin with https:// (the key must not travel in the clear)");
    if (url.find_first_of("@?# ") != std::string::npos)
        refuse(config, "url", "must be an address only, for example https://ref.supabase.co");
    return url;
}

bool isToken(std::string_view key)
{
    return key.starts_with("ey") && std::ranges::count(key, '.') == 2;
}

std::string keyOf(const Config& config)
{
    std::string key(config.text("key"));
    const auto isPrintable = [](unsigned char c) { return c > ' ' && c < 127; };
    if (key.empty() || !std::ranges::all_of(key, isPrintable))
        refuse(config, "key", "must be one line without blanks");
    return key;
}

} // namespace

Settings readSettings(const Config& config)
{
    Settings settings;
    settings.url = urlOf(config);
    settings.key = keyOf(config);
    settings.isKeyKnown = settings.key.starts_with("sb_") || isToken(settings.key);
    settings.email = config.text("email");
    settings.password = config.text("password");
    if (settings.email.empty() != settings.password.empty())
        refuse(config,
               settings.email.empty() ? "email" : "password",
               "email and password go together");
    const std::string_view encoding = config.text("encoding");
    settings.isEncodingFixed = encoding != "auto";
    if (encoding == "json") settings.encoding = Encoding::Json;
    if (encoding == "csv") settings.encoding = Encoding::Csv;
    requireReadable(config, "ca_file");
    settings.route = {.proxy = std::string(config.text("proxy")),
                      .caFile = std::string(config.text("ca_file")),
                      .resolve = config.texts("resolve")};
    for (const std::string& entry : settings.route.resolve)
        if (std::ranges::count(entry, ':') < 2)
            refuse(config, "resolve", "must be HOST:PORT:ADDRESS, not " + entry);
    settings.secrets = {settings.key, settings.password};
    return settings;
}

std::string withoutSecrets(std::string text, const Settings& settings)
{
    for (const std::string& secret : settings.secrets) {
        if (secret.size() < kSecretBytesMin) continue;
        for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret))
            text.replace(at, secret.size(), "...");
    }
    return text;
}

} // namespace historian::supabase
