#include "web/wire/listener.h"

#include "web/access/ip_address.h"

#include <historian/error.h>

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocketImpl.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/Net/SocketAddress.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>

namespace historian::web {

namespace {

constexpr int kBacklog = 128;

/// A listening socket that counts how often the accept thread looks at it, which POCO's
/// TCPServer does every 250 ms: the watchdog sees whether that thread lives.
template <typename Base>
class BeatingImpl final : public Base {
public:
    template <typename... Arguments>
    explicit BeatingImpl(std::atomic<std::uint64_t>& beats, Arguments&&... arguments)
        : Base(std::forward<Arguments>(arguments)...), beats_(beats)
    {
    }

    bool poll(const Poco::Timespan& timeout, int mode) override
    {
        beats_.fetch_add(1, std::memory_order_relaxed);
        return Base::poll(timeout, mode);
    }

private:
    std::atomic<std::uint64_t>& beats_;
};

class Listener final : public Poco::Net::ServerSocket {
public:
    explicit Listener(Poco::Net::SocketImpl* adopted) : ServerSocket(adopted, true) {}
};

Poco::Net::Context::Ptr makeContext(const base::HttpSettings& settings)
{
    using Poco::Net::Context;
    Poco::Net::initializeSSL();
    Context::Params files;
    files.certificateFile = settings.certificate.string();
    files.privateKeyFile = settings.key.string();
    files.verificationMode = Context::VERIFY_NONE; // clients log in, they have no certificates
    files.cipherList = "ECDHE+AESGCM:ECDHE+CHACHA20";
    Context::Ptr context(std::make_unique<Context>(Context::TLS_SERVER_USE, files).release());
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    return context;
}

void checkKeyFile(const std::filesystem::path& key)
{
    std::error_code error;
    const auto status = std::filesystem::status(key, error);
    if (error || !std::filesystem::is_regular_file(status))
        throw ConfigError("http.tls.key: there is no file " + key.string());
    using std::filesystem::perms;
    if ((status.permissions() & perms::others_all) != perms::none)
        throw ConfigError("http.tls.key: others may use " + key.string() +
                          "; take their rights away");
}

/// POCO's sockets count references to what they are given, so this `new` has an owner at once.
Listener makeListener(const base::HttpSettings& settings, std::atomic<std::uint64_t>& beats)
{
    if (!isSecure(settings)) return Listener(new BeatingImpl<Poco::Net::ServerSocketImpl>(beats));
    return Listener(
        new BeatingImpl<Poco::Net::SecureServerSocketImpl>(beats, makeContext(settings)));
}

} // namespace

void checkTls(const base::HttpSettings& settings)
{
    if (!isSecure(settings)) return;
    checkKeyFile(settings.key);
    try {
        makeContext(settings);
    } catch (const Poco::Exception& error) {
        throw ConfigError("http.tls: the certificate and key cannot be used: " +
                          error.displayText());
    }
}

namespace {

std::string whyNotListening(const Poco::Exception& error)
{
    switch (error.code()) {
    case EADDRINUSE:
        return "another program has it; end that one, or choose another port (--port, http.port)";
    case EACCES: return "ports below 1024 need a privilege; choose another (--port, http.port)";
    case EADDRNOTAVAIL: return "this machine does not have that address (http.address)";
    default: return error.displayText();
    }
}

} // namespace

Poco::Net::ServerSocket openListener(const base::HttpSettings& settings,
                                     std::atomic<std::uint64_t>& beats)
{
    const auto address = IpAddress::parse(settings.address);
    if (!address)
        throw ConfigError("http.address: " + settings.address +
                          " is not an address of this machine");
    try {
        Listener listener = makeListener(settings, beats);
        const Poco::Net::SocketAddress place(settings.address, settings.port);
        if (address->isV4())
            listener.bind(
                place, true, false); // no SO_REUSEPORT: a second daemon must not share the port
        else
            listener.bind6(place, true, false, false);
        listener.listen(kBacklog);
        return listener;
    } catch (const Poco::Exception& error) {
        throw Unavailable("cannot listen on " + settings.address + " port " +
                          std::to_string(settings.port) + ": " + whyNotListening(error));
    }
}

} // namespace historian::web
