#pragma once

#include "link/channel.h"
#include "link/file_descriptor.h"

#include <netdb.h>

#include <memory>
#include <string>
#include <thread>

namespace historian::modbus {

/// A host and a port.
struct Endpoint {
    std::string host; ///< a name, or an address without brackets
    std::string port;
};

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// Finds the addresses of an endpoint. A name is looked up on a thread of its own, for the resolver
/// does not return before it has an answer. One lookup at a time: a later find() waits for the one
/// that is still under way. Threads: that of the loop.
class NameLookup {
public:
    explicit NameLookup(Endpoint endpoint);

    /// Done: take() has them. Broken: why() says for what reason, also at the deadline.
    Task<Io> find(Loop& loop, SteadyTime deadline);

    /// The addresses found, once.
    Addresses take() { return std::exchange(found_, Addresses(nullptr, &::freeaddrinfo)); }

    const std::string& why() const { return why_; }

private:
    int ask(int flags);
    void begin();
    Io conclude(int fault);

    Endpoint endpoint_;
    Addresses found_{nullptr, &::freeaddrinfo};
    int fault_ = 0;
    FileDescriptor ended_; ///< readable when the thread has done its work
    std::string why_;
    std::jthread thread_; ///< while it runs, `found_` and `fault_` are its own
};

} // namespace historian::modbus
