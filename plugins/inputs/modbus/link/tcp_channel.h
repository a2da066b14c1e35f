#pragma once

#include "link/channel.h"
#include "link/file_descriptor.h"
#include "link/name_lookup.h"

namespace historian::modbus {

/// A TCP connection; its name is looked up again each time it is opened.
class TcpChannel : public Channel {
public:
    TcpChannel(Endpoint endpoint, Loop& loop);

    Task<Io> open(SteadyTime deadline) override;

    /// Connects to the first of several addresses that answers; each gets its share of the time.
    Task<Io> connectToAny(const addrinfo* addresses, SteadyTime deadline);

    void close() override;

    bool isOpen() const override { return socket_.isOpen(); }

    Task<Io> send(ByteView bytes, SteadyTime deadline) override;
    Task<Io> receive(Bytes& into, SteadyTime deadline) override;

    const std::string& why() const override { return why_; }

    /// For what is layered above: waits until the socket is ready; Broken never.
    Task<Io> await(short events, SteadyTime deadline) const;

    int socket() const { return socket_.get(); }

private:
    Task<Io> connectTo(const addrinfo& address, SteadyTime deadline);
    Io take(Bytes& into);
    Io broken(std::string why);

    NameLookup lookup_;
    Loop& loop_;
    FileDescriptor socket_;
    std::string why_;
};

} // namespace historian::modbus
