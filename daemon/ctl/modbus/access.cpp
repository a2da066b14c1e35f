#include "ctl/modbus/access.h"

#include "ctl/command_line.h"
#include "keys.h"

namespace historian::ctl {

namespace {

modbus::TlsFiles readTls(const Config& config, bool isTls)
{
    const Config& tls = config.map("tls");
    if (!isTls && config.isWritten("tls")) throw UsageError("--tls-… is for tls:// connections");
    if (isTls && tls.text("ca").empty())
        throw UsageError("a tls:// connection needs --tls-ca, who vouches for the device");
    if (tls.text("cert").empty() != tls.text("key").empty())
        throw UsageError("--tls-cert and --tls-key go together");
    const auto text = [&tls](std::string_view key) { return std::string(tls.text(key)); };
    return {text("ca"), text("cert"), text("key"), text("name")};
}

} // namespace

std::vector<Key> accessKeys(std::string_view timeout, std::span<const Key> own)
{
    std::vector<Key> keys;
    for (const Key& key : modbus::kKeys)
        if (key.name == "connection" || key.name == "timeout" || key.name == "tls")
            keys.push_back(key);
    for (Key& key : keys) {
        if (key.name != "timeout") continue;
        key.fallback = timeout;
        key.meaning = "how long a unit may take to answer";
    }
    keys.insert(keys.end(), own.begin(), own.end());
    return keys;
}

BusAccess readAccess(const Config& config)
{
    if (config.text("connection").empty())
        throw UsageError("missing: --connection, such as tcp://10.0.0.5:502");
    Result<modbus::Connection> connection = modbus::parseConnection(config.text("connection"));
    if (!connection) throw UsageError("--connection " + connection.error().message);
    const bool isTls = connection->kind == modbus::Connection::Kind::Tls;
    return {*std::move(connection), readTls(config, isTls), config.duration("timeout")};
}

} // namespace historian::ctl
