#include "web/server.h"

#include "web/access/auth_routes.h"
#include "web/wire/connection.h"
#include "web/wire/core.h"
#include "web/wire/listener.h"

#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/Net/TCPServerParams.h>
#include <Poco/ThreadPool.h>

namespace historian::web {

namespace {

constexpr std::size_t kSpareThreads = 16; // answer 503, or send a last answer without a slot
constexpr int kQueuedMax = 64;            // accepted, and waiting for a thread
constexpr int kThreadIdleSeconds = 30;

// POCO's dispatcher can miss its wake-up at stop and then waits this long for it (seen: 30 s).
constexpr int kDispatcherIdleSeconds = 1;

class PeerGate final : public Poco::Net::TCPServerConnectionFilter {
public:
    explicit PeerGate(Core& core) : core_(core) {}

    bool accept(const Poco::Net::StreamSocket& socket) override
    {
        ++core_.accepted;
        const auto peer = IpAddress::ofPeer(socket.impl()->sockfd());
        if (peer && core_.gate.admits(*peer)) return true;
        ++core_.refusedPeers;
        return false;
    }

private:
    Core& core_;
};

class ConnectionFactory final : public Poco::Net::TCPServerConnectionFactory {
public:
    explicit ConnectionFactory(Core& core) : core_(core) {}

    Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override
    {
        const auto peer = IpAddress::ofPeer(socket.impl()->sockfd()).value_or(IpAddress{});
        return std::make_unique<Connection>(socket, core_, peer).release(); // POCO deletes it
    }

private:
    Core& core_;
};

} // namespace

/// What runs between start() and stop().
class Server::Body {
public:
    Body(const base::HttpSettings& settings,
         RouteTable routes,
         StaticFiles files,
         ServerParts parts,
         const ServerLimits& limits)
        : settings_(settings),
          core_(settings, std::move(routes), std::move(files), parts.accounts, parts.clock, limits)
    {
        addAuthRoutes(core_.routes,
                      {parts.accounts,
                       parts.logbook,
                       core_.sessions,
                       parts.clock,
                       core_.limits,
                       isSecure(settings)});
        checkTls(settings);
    }

    void start()
    {
        Poco::Net::ServerSocket listener = openListener(settings_, core_.beats);
        port_ = listener.address().port();
        const auto threads =
            core_.limits.requestConnectionsMax + core_.limits.liveConnectionsMax + kSpareThreads;
        threads_ =
            std::make_unique<Poco::ThreadPool>(2, static_cast<int>(threads), kThreadIdleSeconds);
        // POCO counts references to what it is given, so this `new` has an owner at once.
        Poco::Net::TCPServerParams::Ptr params(new Poco::Net::TCPServerParams);
        params->setMaxThreads(static_cast<int>(threads));
        params->setMaxQueued(kQueuedMax);
        params->setThreadIdleTime(Poco::Timespan(kDispatcherIdleSeconds, 0));
        tcp_ = std::make_unique<Poco::Net::TCPServer>(
            std::make_unique<ConnectionFactory>(core_).release(), *threads_, listener, params);
        tcp_->setConnectionFilter(std::make_unique<PeerGate>(core_).release());
        tcp_->start();
    }

    void stop()
    {
        if (tcp_ == nullptr) return;
        core_.stop.request_stop();
        core_.connections.close(); // handlers see a stop, waiting reads see an end
        tcp_->stop();
        threads_->joinAll();
        tcp_.reset();
        threads_.reset();
    }

    std::uint16_t port() const { return port_; }

    const Core& core() const { return core_; }

private:
    base::HttpSettings settings_;
    Core core_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Poco::ThreadPool> threads_;
    std::unique_ptr<Poco::Net::TCPServer> tcp_;
};

Server::Server(const base::HttpSettings& settings,
               RouteTable routes,
               StaticFiles files,
               ServerParts parts,
               ServerLimits limits)
    : body_(std::make_unique<Body>(settings, std::move(routes), std::move(files), parts, limits))
{
}

Server::~Server()
{
    body_->stop();
}

void Server::start()
{
    body_->start();
}

void Server::stop()
{
    body_->stop();
}

std::uint16_t Server::port() const
{
    return body_->port();
}

ServerFigures Server::figures() const
{
    const Core& core = body_->core();
    const auto counts = core.connections.counts();
    ServerFigures figures;
    figures.connections = counts.requests;
    figures.live = counts.live;
    figures.accepted = core.accepted.load();
    figures.refusedPeers = core.refusedPeers.load();
    figures.cappedPeers = core.cappedPeers.load();
    figures.overloads = core.overloads.load();
    for (std::size_t index = 0; index < figures.answers.size(); ++index)
        figures.answers[index] = core.answers[index].load();
    return figures;
}

std::uint64_t Server::heartbeat() const
{
    return body_->core().beats.load();
}

} // namespace historian::web
