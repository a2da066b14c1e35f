#pragma once

#include "web/access/ip_address.h"
#include "web/limits.h"

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <unordered_map>

namespace historian::web {

/// The connections that are open, by socket: who has a slot, and how to wake them all.
/// Threads: any.
class ConnectionTable {
public:
    explicit ConnectionTable(const ServerLimits& limits) : limits_(limits) {}

    enum class Admission : std::uint8_t {
        Admitted,
        PeerCapped, ///< this peer has too many
        Full,       ///< all request slots are taken
        Closed,     ///< the server stops
    };

    /// Takes a request slot, for which it waits a little. Admitted or Full: leave() must follow
    /// before the socket is closed.
    Admission enter(int socket, const IpAddress& peer);

    /// Gives the request slot back for a live one; false: there is none.
    bool goLive(int socket);

    /// Gives the slot back before the last answer is sent, so that a client that sees its
    /// connection end can open the next one at once.
    void giveSlotBack(int socket);

    void leave(int socket);

    /// Wakes every connection and lets no more in.
    void close();

    struct Counts {
        std::size_t requests = 0;
        std::size_t live = 0;
    };

    Counts counts() const;

private:
    enum class Slot : std::uint8_t { None, Request, Live };

    struct Entry {
        IpAddress peer;
        Slot slot = Slot::None;
    };

    void drop(Slot slot);
    void forget(const IpAddress& peer);

    const ServerLimits& limits_;
    std::unordered_map<int, Entry> entries_;
    std::map<IpAddress, std::size_t> ofPeer_; // without loopback
    Counts counts_;
    bool isClosed_ = false;
    std::condition_variable slotFreed_;
    mutable std::mutex mutex_;
};

} // namespace historian::web
