#include "settings.h"

#include <historian/error.h>
#include <historian/files.h>

#include <libpq-fe.h>

#include <memory>

namespace historian::postgres {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// Nothing if libpq cannot read it. Its complaint is not passed on: it may quote the password.
Parameters readDsn(const std::string& dsn)
{
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(
        PQconninfoParse(dsn.c_str(), nullptr));
    Parameters parameters;
    if (!options) return parameters;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr) parameters[option->keyword] = option->val;
    return parameters;
}

Parameters readParts(const Config& config)
{
    Parameters parameters{{"host", std::string(config.text("host"))},
                          {"port", std::to_string(config.integer("port"))},
                          {"dbname", std::string(config.text("database"))}};
    for (const char* key : {"user", "password"})
        if (!config.text(key).empty()) parameters[key] = config.text(key);
    return parameters;
}

std::string partOf(const Parameters& parameters, const char* key, const char* fallback)
{
    const auto found = parameters.find(key);
    return found == parameters.end() ? fallback : found->second;
}

// What every connection has, unless the dsn says otherwise.
void complete(Parameters& parameters, const Config& config)
{
    parameters.try_emplace("sslmode", config.text("sslmode"));
    // With an authority at hand libpq would read `require` as verify-ca.
    if (parameters.at("sslmode").starts_with("verify") && !parameters.contains("sslrootcert")) {
        if (config.isWritten("ca_file")) requireReadable(config, "ca_file");
        parameters["sslrootcert"] = config.text("ca_file");
    }
    parameters.try_emplace("application_name", "historian");
    parameters.try_emplace("keepalives_idle", "30");
    parameters.try_emplace("tcp_user_timeout", "30000");
    parameters["client_encoding"] = "UTF8";
}

} // namespace

Settings settingsOf(const Config& config)
{
    const std::string dsn(config.text("dsn"));
    const bool hasHost = !config.text("host").empty();
    if (dsn.empty() && !hasHost)
        throw ConfigError(config.place("host") + ": key 'host' or 'dsn' is missing");
    if (!dsn.empty() && hasHost)
        throw ConfigError(config.place("host") + ": host: the dsn names the server already");
    Settings settings{dsn.empty() ? readParts(config) : readDsn(dsn), {}};
    if (settings.parameters.empty())
        return {{}, "dsn", {config.place("dsn") + ": dsn: " + std::string(kStrangeDsn)}};
    complete(settings.parameters, config);
    settings.server = "postgresql://" + partOf(settings.parameters, "host", "localhost") + ":" +
                      partOf(settings.parameters, "port", "5432") + "/" +
                      partOf(settings.parameters, "dbname", "postgres");
    return settings;
}

secrets::Redactor redactorOf(const Parameters& parameters)
{
    secrets::Redactor redactor;
    for (const char* key : {"password", "sslpassword"}) redactor.add(partOf(parameters, key, ""));
    return redactor;
}

} // namespace historian::postgres
