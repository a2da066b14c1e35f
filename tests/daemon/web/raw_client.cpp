#include "raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace historian::web {

namespace {

constexpr std::chrono::seconds kPatience{20};

} // namespace

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0)
        throw std::runtime_error("cannot connect");
}

RawClient::~RawClient()
{
    close(socket_);
}

void RawClient::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return; // the server has closed; the answer says why
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void RawClient::endSending() const
{
    shutdown(socket_, SHUT_WR);
}

bool RawClient::receive(std::chrono::milliseconds time)
{
    pollfd entry{socket_, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(time.count())) <= 0) return false;
    std::array<char, 16384> chunk{};
    const ssize_t count = recv(socket_, chunk.data(), chunk.size(), 0);
    if (count <= 0) return false;
    waiting_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::answer()
{
    std::size_t end = std::string::npos;
    while ((end = waiting_.find("\r\n\r\n")) == std::string::npos)
        if (!receive(kPatience)) return {};
    const std::string head = waiting_.substr(0, end + 4);
    const std::size_t length = std::strtoul(fieldOf(head, "Content-Length").c_str(), nullptr, 10);
    return take(head.size() + length);
}

std::string RawClient::take(std::size_t count)
{
    while (waiting_.size() < count && receive(kPatience)) {
    }
    std::string taken = waiting_.substr(0, count);
    waiting_.erase(0, count);
    return taken;
}

std::string RawClient::rest()
{
    while (receive(kPatience)) {
    }
    return std::exchange(waiting_, {});
}

bool RawClient::isClosedWithin(std::chrono::milliseconds time)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd entry{socket_, POLLIN, 0};
        if (poll(&entry, 1, static_cast<int>(left.count())) <= 0) return false;
        std::array<char, 4096> dropped{};
        if (recv(socket_, dropped.data(), dropped.size(), 0) <= 0) return true;
    }
    return false;
}

int statusOf(std::string_view answer)
{
    return answer.size() < 12 ? 0 : std::atoi(std::string(answer.substr(9, 3)).c_str());
}

std::string fieldOf(std::string_view answer, std::string_view name)
{
    const std::string wanted = "\r\n" + std::string(name) + ": ";
    const std::size_t at = answer.substr(0, answer.find("\r\n\r\n") + 2).find(wanted);
    if (at == std::string_view::npos) return {};
    const std::string_view value = answer.substr(at + wanted.size());
    return std::string(value.substr(0, value.find("\r\n")));
}

std::string bodyOf(std::string_view answer)
{
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string{} : std::string(answer.substr(end + 4));
}

} // namespace historian::web
