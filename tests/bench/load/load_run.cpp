#include "load_run.h"

#include "reply_scanner.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace historian::load {
namespace {

constexpr std::chrono::seconds kAnswerMax{30};
constexpr std::uint64_t kBrokenMax = 10'000;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

/// One connection and the request that is under way on it.
struct LoadRun::Peer {
    ~Peer() { close(); }

    void close()
    {
        if (socket >= 0) ::close(socket);
        socket = -1;
    }

    int socket = -1;
    std::string out;
    std::size_t sent = 0;
    std::string in;
    Clock::time_point began;
    bool isUnderWay = false;
};

std::uint32_t Report::percentileUs(double share)
{
    if (latenciesUs.empty()) return 0;
    const auto at =
        static_cast<std::ptrdiff_t>(share * static_cast<double>(latenciesUs.size() - 1));
    std::nth_element(latenciesUs.begin(), latenciesUs.begin() + at, latenciesUs.end());
    return latenciesUs[static_cast<std::size_t>(at)];
}

std::string Report::text()
{
    std::array<char, 256> line{};
    const double seconds = took.count();
    std::snprintf(line.data(),
                  line.size(),
                  "requests=%llu ok=%llu accepted=%llu refused=%llu broken=%llu seconds=%.3f "
                  "requests_per_s=%.0f readings_per_s=%.0f p50_us=%u p99_us=%u",
                  static_cast<unsigned long long>(requests),
                  static_cast<unsigned long long>(ok),
                  static_cast<unsigned long long>(accepted),
                  static_cast<unsigned long long>(refused),
                  static_cast<unsigned long long>(broken),
                  seconds,
                  static_cast<double>(requests) / seconds,
                  static_cast<double>(accepted) / seconds,
                  percentileUs(0.5),
                  percentileUs(0.99));
    return line.data();
}

LoadRun::LoadRun(const Options& options)
    : options_(options),
      bodies_(options.devices, options.nanPercent),
      epoll_(::epoll_create1(EPOLL_CLOEXEC))
{
    if (epoll_ < 0) fail("epoll_create1");
    for (unsigned i = 0; i < options.connections; ++i) peers_.push_back(std::make_unique<Peer>());
}

LoadRun::~LoadRun()
{
    ::close(epoll_);
}

Report LoadRun::run()
{
    began_ = Clock::now();
    for (const auto& peer : peers_) idle_.push_back(peer.get());
    beginIdle();
    std::array<epoll_event, 256> events{};
    while (underWay_ > 0 || !isOver()) {
        const int count =
            ::epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(rest().count()));
        if (count < 0 && errno != EINTR) fail("epoll_wait");
        for (int i = 0; i < count; ++i)
            advance(*static_cast<Peer*>(events[static_cast<std::size_t>(i)].data.ptr));
        if (count <= 0) breakOffLate();
        beginIdle();
    }
    report_.took = Clock::now() - began_;
    return std::move(report_);
}

bool LoadRun::isOver() const
{
    if (report_.broken >= kBrokenMax) return true;
    return options_.count > 0 ? begun_ >= options_.count
                              : Clock::now() >= began_ + options_.duration;
}

// Until the next request may begin, if that is what it waits for.
std::chrono::milliseconds LoadRun::rest() const
{
    constexpr std::chrono::milliseconds kLook{1000}; // for answers that do not come
    if (idle_.empty() || isOver()) return kLook;
    if (options_.rate == 0) return std::chrono::milliseconds(0);
    const std::chrono::nanoseconds since(1'000'000'000 * begun_ / options_.rate);
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(began_ + since - Clock::now());
    return std::clamp(rest, std::chrono::milliseconds(0), kLook);
}

void LoadRun::beginIdle()
{
    while (!idle_.empty() && !isOver() && rest().count() == 0) {
        Peer& peer = *idle_.back();
        idle_.pop_back();
        begin(peer);
    }
}

void LoadRun::begin(Peer& peer)
{
    makeRequest(peer);
    ++begun_;
    ++underWay_;
    peer.isUnderWay = true;
    peer.began = Clock::now();
    if (peer.socket < 0) connect(peer);
    advance(peer);
}

void LoadRun::makeRequest(Peer& peer)
{
    const bool isBulk = options_.mode == Mode::Bulk;
    const bool isLine = options_.format == Format::Line;
    body_.clear();
    for (unsigned i = 0; i < readingsPerRequest(); ++i) {
        if (isLine)
            bodies_.appendNextLine(body_);
        else
            bodies_.appendNext(body_);
        if (isBulk) body_ += '\n';
    }
    peer.sent = 0;
    peer.in.clear();
    peer.out = isLine   ? "POST /write HTTP/1.1\r\nContent-Type: text/plain"
               : isBulk ? "POST /api/v1/readings HTTP/1.1\r\nContent-Type: application/x-ndjson"
                        : "POST /api/energy-data HTTP/1.1\r\nContent-Type: application/json";
    peer.out += "\r\nHost: " + options_.host +
                "\r\nUser-Agent: ESP32HTTPClient\r\n"
                "Connection: keep-alive\r\nContent-Length: ";
    peer.out += std::to_string(body_.size());
    peer.out += "\r\n\r\n";
    peer.out += body_;
}

void LoadRun::connect(Peer& peer)
{
    peer.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (peer.socket < 0) fail("socket");
    const int on = 1;
    ::setsockopt(peer.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // The end by RST, as boards often do, leaves no TIME_WAIT: ports would run out.
    const linger hard{1, 0};
    ::setsockopt(peer.socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    if (::inet_pton(AF_INET, options_.host.c_str(), &address.sin_addr) != 1)
        throw UsageError("--host is an IPv4 address");
    if (::connect(peer.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 &&
        errno != EINPROGRESS)
        return breakOff(peer);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.ptr = &peer;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, peer.socket, &event) != 0) fail("epoll_ctl");
}

void LoadRun::advance(Peer& peer)
{
    if (!peer.isUnderWay || peer.socket < 0) return;
    if (flush(peer)) receive(peer);
}

/// Whether the whole request is sent.
bool LoadRun::flush(Peer& peer)
{
    while (peer.sent < peer.out.size()) {
        const ssize_t count = ::send(
            peer.socket, peer.out.data() + peer.sent, peer.out.size() - peer.sent, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno != EAGAIN && errno != ENOTCONN) breakOff(peer);
            return false;
        }
        peer.sent += static_cast<std::size_t>(count);
    }
    return true;
}

void LoadRun::receive(Peer& peer)
{
    std::array<char, 16384> piece{};
    while (true) {
        const ssize_t count = ::recv(peer.socket, piece.data(), piece.size(), 0);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return breakOff(peer);
        peer.in.append(piece.data(), static_cast<std::size_t>(count));
        const std::optional<Reply> reply = replyIn(peer.in);
        if (!reply) continue;
        if (reply->closes || options_.mode == Mode::NewConn) peer.close();
        return finish(peer, reply->status, acceptedIn(reply->body));
    }
}

void LoadRun::finish(Peer& peer, int status, std::uint64_t accepted)
{
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - peer.began);
    report_.latenciesUs.push_back(static_cast<std::uint32_t>(took.count()));
    ++report_.requests;
    constexpr int kNoContent = 204; // how line protocol says yes
    if (status == 200 || status == kNoContent) {
        ++report_.ok;
        report_.accepted += status == 200 ? accepted : readingsPerRequest();
    } else {
        ++report_.refused;
    }
    peer.isUnderWay = false;
    --underWay_;
    idle_.push_back(&peer);
}

void LoadRun::breakOff(Peer& peer)
{
    peer.close();
    peer.isUnderWay = false;
    ++report_.broken;
    --underWay_;
    idle_.push_back(&peer);
}

void LoadRun::breakOffLate()
{
    for (const auto& peer : peers_)
        if (peer->isUnderWay && Clock::now() - peer->began > kAnswerMax) breakOff(*peer);
}

} // namespace historian::load
