#include "settings.h"

#include <historian/error.h>
#include <historian/files.h>

#include <algorithm>

namespace historian::supabase {

namespace {

constexpr std::string_view kPublishable = "sb_publishable_";
constexpr std::string_view kSecret = "sb_secret_";

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
    if (url.find('/', url.find("://") + 3) != std::string::npos)
        refuse(
            config,
            "url",
            "must be the address of the project alone, for example https://ref.supabase.co, with "
            "no path but /rest/v1");
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

curl::Route routeOf(const Config& config)
{
    requireReadable(config, "ca_file");
    curl::Route route{.proxy = std::string(config.text("proxy")),
                      .proxyLogin = std::string(config.text("proxy_login")),
                      .caFile = std::string(config.text("ca_file")),
                      .resolve = config.texts("resolve")};
    if (route.proxy.find('@') != std::string::npos)
        refuse(config,
               "proxy",
               "must not hold a login, which everybody could read: write proxy_login: "
               "\"${credential:proxy-login}\", and set that to USER:PASSWORD");
    for (const std::string& entry : route.resolve)
        if (std::ranges::count(entry, ':') < 2)
            refuse(config, "resolve", "must be HOST:PORT:ADDRESS, not " + entry);
    return route;
}

/// What must not be shown. The beginning of an sb_ key is known to all.
std::vector<std::string> secretsOf(const Settings& settings)
{
    std::string_view key = settings.key;
    for (const std::string_view beginning : {kPublishable, kSecret})
        if (key.starts_with(beginning)) key.remove_prefix(beginning.size());
    const std::string& login = settings.route.proxyLogin;
    return {std::string(key), settings.password, login, login.substr(login.find(':') + 1)};
}

std::vector<std::string> faultsOf(const Config& config, const Settings& settings)
{
    std::vector<std::string> faults;
    const auto complain = [&](std::string_view key, std::string_view why) {
        faults.push_back(config.place(key) + ": " + std::string(key) + ": " + std::string(why));
    };
    if (!settings.isKeyKnown) complain("key", kStrangeKey);
    if (settings.key.starts_with(kPublishable) && settings.email.empty())
        complain("key",
                 "a publishable key alone may not write: give email and password of the gateway's "
                 "Auth user, as historian_enroll says");
    const std::string& login = settings.route.proxyLogin;
    if (!login.empty() && login.find(':') == std::string::npos)
        complain("proxy_login", "the secret must be USER:PASSWORD");
    return faults;
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
    settings.route = routeOf(config);
    settings.secrets = secretsOf(settings);
    settings.faults = faultsOf(config, settings);
    return settings;
}

} // namespace historian::supabase
