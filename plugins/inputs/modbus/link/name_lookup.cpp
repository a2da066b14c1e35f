#include "link/name_lookup.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

namespace historian::modbus {

NameLookup::NameLookup(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

// An address needs nobody's help.
Task<Io> NameLookup::find(Loop& loop, SteadyTime deadline)
{
    if (!thread_.joinable()) {
        const int fault = ask(AI_NUMERICHOST);
        if (fault != EAI_NONAME) co_return conclude(fault);
        begin();
    }
    if (!thread_.joinable()) co_return Io::Broken;
    const Loop::Woken woken = co_await loop.wait(ended_.get(), POLLIN, deadline);
    if (woken == Loop::Woken::Interrupted) co_return Io::Interrupted;
    if (woken != Loop::Woken::Ready) {
        why_ = "cannot find " + endpoint_.host + ": no answer from the name server";
        co_return Io::Broken;
    }
    thread_.join();
    co_return conclude(fault_);
}

int NameLookup::ask(int flags)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags;
    addrinfo* found = nullptr;
    const int fault =
        ::getaddrinfo(endpoint_.host.c_str(), endpoint_.port.c_str(), &wanted, &found);
    found_.reset(found);
    return fault;
}

void NameLookup::begin()
{
    try {
        ended_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        if (!ended_.isOpen()) throw std::system_error(errno, std::generic_category());
        thread_ = std::jthread([this] {
            fault_ = ask(0);
            ::eventfd_write(ended_.get(), 1);
        });
    } catch (const std::system_error& fault) {
        why_ = "cannot look up " + endpoint_.host + ": " + fault.code().message();
    }
}

Io NameLookup::conclude(int fault)
{
    if (fault == 0) return Io::Done;
    why_ = "cannot find " + endpoint_.host + ": " + ::gai_strerror(fault);
    return Io::Broken;
}

} // namespace historian::modbus
