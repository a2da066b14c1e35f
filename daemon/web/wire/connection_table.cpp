#include "web/wire/connection_table.h"

#include <sys/socket.h>

namespace historian::web {

ConnectionTable::Admission ConnectionTable::enter(int socket, const IpAddress& peer)
{
    std::unique_lock lock(mutex_);
    if (isClosed_) return Admission::Closed;
    if (!peer.isLoopback()) {
        std::size_t& count = ofPeer_[peer];
        if (count >= limits_.peerConnectionsMax) return Admission::PeerCapped;
        ++count;
    }
    const auto isFree = [this] { return counts_.requests < limits_.requestConnectionsMax; };
    slotFreed_.wait_for(lock, limits_.slotWait, [&] { return isFree() || isClosed_; });
    if (isClosed_) {
        forget(peer);
        return Admission::Closed;
    }
    const bool hasRoom = isFree();
    entries_[socket] = {peer, hasRoom ? Slot::Request : Slot::None};
    if (!hasRoom) return Admission::Full;
    ++counts_.requests;
    return Admission::Admitted;
}

void ConnectionTable::drop(Slot slot)
{
    if (slot == Slot::Request) {
        --counts_.requests;
        slotFreed_.notify_one();
    }
    if (slot == Slot::Live) --counts_.live;
}

bool ConnectionTable::goLive(int socket)
{
    const std::lock_guard lock(mutex_);
    if (counts_.live >= limits_.liveConnectionsMax) return false;
    Entry& entry = entries_[socket];
    drop(entry.slot);
    entry.slot = Slot::Live;
    ++counts_.live;
    return true;
}

void ConnectionTable::giveSlotBack(int socket)
{
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[socket];
    drop(entry.slot);
    entry.slot = Slot::None;
}

void ConnectionTable::leave(int socket)
{
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(socket);
    if (found == entries_.end()) return;
    drop(found->second.slot);
    forget(found->second.peer);
    entries_.erase(found);
}

void ConnectionTable::forget(const IpAddress& peer)
{
    const auto found = ofPeer_.find(peer);
    if (found != ofPeer_.end() && --found->second == 0) ofPeer_.erase(found);
}

void ConnectionTable::close()
{
    const std::lock_guard lock(mutex_);
    isClosed_ = true;
    slotFreed_.notify_all();
    // The raw call: it is safe from this thread also where OpenSSL owns the stream.
    for (const auto& [socket, entry] : entries_) ::shutdown(socket, SHUT_RDWR);
}

ConnectionTable::Counts ConnectionTable::counts() const
{
    const std::lock_guard lock(mutex_);
    return counts_;
}

} // namespace historian::web
