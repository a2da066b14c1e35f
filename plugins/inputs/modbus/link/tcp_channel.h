#pragma once

#include "link/channel.h"
#include "link/file_descriptor.h"

struct addrinfo;

namespace historian::modbus {

/// A host and a port.
struct Endpoint {
    std::string host; ///< a name, or an address without brackets
    std::string port;
};

/// A TCP connection; names are looked up again each time it is opened.
class TcpChannel : public Channel {
public:
    TcpChannel(Endpoint endpoint, const Waiter& waiter);

    Io open(SteadyTime deadline) override;
    void close() override;

    bool isOpen() const override { return socket_.isOpen(); }

    Io send(ByteView bytes, SteadyTime deadline) override;
    Io receive(Bytes& into, SteadyTime deadline) override;

    const std::string& why() const override { return why_; }

    /// For what is layered above: waits until the socket is ready; Broken never.
    Io await(short events, SteadyTime deadline) const;

    int socket() const { return socket_.get(); }

private:
    Io connectTo(const addrinfo& address, SteadyTime deadline);
    Io broken(std::string why);

    Endpoint endpoint_;
    const Waiter& waiter_;
    FileDescriptor socket_;
    std::string why_;
};

} // namespace historian::modbus
