#pragma once

#include "link/file_descriptor.h"
#include "wire/pdu.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace historian::modbus::testing {

/// What a peer does when bytes came in.
struct Reaction {
    Bytes bytes;         ///< sent back
    bool closes = false; ///< and then the connection is closed
};

/// Called on the peer's thread with what one read brought, which on loopback is one request.
using Behaviour = std::function<Reaction(const Bytes& request)>;

/// A server on a free TCP port of loopback that speaks bytes. Threads: its own; the rest from any.
class TcpPeer {
public:
    explicit TcpPeer(Behaviour behaviour);
    TcpPeer(const TcpPeer&) = delete;
    TcpPeer& operator=(const TcpPeer&) = delete;
    ~TcpPeer();

    std::string port() const { return std::to_string(port_); }

    std::string connection() const { return "tcp://127.0.0.1:" + port(); }

    int connections() const { return connections_; }

private:
    void run();
    void serve(FileDescriptor& connection);

    Behaviour behaviour_;
    FileDescriptor stop_;
    FileDescriptor listener_;
    int port_ = 0;
    std::atomic<int> connections_{0};
    std::thread thread_;
};

/// The same at the far end of a pseudo terminal.
class PtyPeer {
public:
    explicit PtyPeer(Behaviour behaviour);
    PtyPeer(const PtyPeer&) = delete;
    PtyPeer& operator=(const PtyPeer&) = delete;
    ~PtyPeer();

    const std::string& path() const { return path_; }

    std::string connection() const { return "rtu://" + path_ + "?baud=115200"; }

private:
    void run();

    Behaviour behaviour_;
    FileDescriptor stop_;
    FileDescriptor near_;
    FileDescriptor far_; ///< held open, so that a closed line is no hang-up
    std::string path_;
    std::thread thread_;
};

} // namespace historian::modbus::testing
