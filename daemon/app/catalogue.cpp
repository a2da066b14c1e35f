#include "app/catalogue.h"

#include "config/sample.h"
#include "config/yaml/yaml_config.h"

#include <Poco/Environment.h>
#include <Poco/Format.h>
#include <boost/version.hpp>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <zlib.h>

#include <array>
#include <set>

namespace historian::app {
namespace {

constexpr std::array kKinds{PluginKind::Input, PluginKind::Output};

/// The default store is the one output that stands under `store:`.
config::Role roleOf(PluginKind kind, std::string_view name)
{
    if (kind == PluginKind::Input) return config::Role::Input;
    return name == "sqlite" ? config::Role::Store : config::Role::Output;
}

std::string dotted(std::uint32_t version)
{
    return Poco::format(
        "%u.%u.%u", version >> 24U, (version >> 16U) & 0xffU, (version >> 8U) & 0xffU);
}

std::string pluginLines(const host::PluginShelf& shelf)
{
    std::string text;
    for (const PluginKind kind : kKinds)
        for (const std::string& name : shelf.names(kind)) {
            const Result<const host::PluginLibrary*> library = shelf.load(kind, name);
            text += library ? "  " + std::string(host::nameOf(kind)) + "-" + name + " " +
                                  std::string((*library)->entry().about.version) + ": " +
                                  std::string((*library)->entry().about.summary) + "\n"
                            : "  " + library.error().message + "\n";
        }
    return text;
}

} // namespace

Result<std::string> sampleOf(const host::PluginShelf& shelf, const std::string& plugin)
{
    std::string text;
    std::set<std::string> known; // exec is an input and an output
    for (const PluginKind kind : kKinds)
        for (const std::string& name : shelf.names(kind)) {
            known.insert(name);
            if (name != plugin) continue;
            const Result<const host::PluginLibrary*> library = shelf.load(kind, name);
            if (!library) return library.error();
            const PluginAbout& about = (*library)->entry().about;
            text += config::sampleText(roleOf(kind, name), about);
        }
    if (!text.empty()) return text;
    std::string names;
    for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
    return Error{"there is no plugin '" + plugin +
                 "'; there are: " + (names.empty() ? "none" : names)};
}

std::string versionText(const host::PluginShelf& shelf)
{
    std::string text = "historiand " HISTORIAN_VERSION " (plugin stamp " +
                       std::string(host::wantedStamp()) + ")\nwith POCO " +
                       dotted(Poco::Environment::libraryVersion()) + ", SQLite " +
                       sqlite3_libversion() + ", " + OpenSSL_version(OPENSSL_VERSION) + ", zlib " +
                       zlibVersion() + ", yaml-cpp " + std::string(config::yamlVersion()) +
                       ", Boost " + BOOST_LIB_VERSION + "\nplugins:\n";
    return text + pluginLines(shelf);
}

} // namespace historian::app
