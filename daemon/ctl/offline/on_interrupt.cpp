#include "ctl/offline/on_interrupt.h"

#include "ctl/commands.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <utility>

namespace historian::ctl {

OnInterrupt::OnInterrupt(std::function<void()> act) : act_(std::move(act))
{
    sigset_t wanted;
    ::sigemptyset(&wanted);
    ::sigaddset(&wanted, SIGINT);
    ::sigaddset(&wanted, SIGTERM);
    signals_ = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    end_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (signals_ < 0 || end_ < 0) throw CommandFailed("no descriptor is left for signals");
    ::pthread_sigmask(SIG_BLOCK, &wanted, &former_);
    thread_ = std::thread([this] { run(); });
}

OnInterrupt::~OnInterrupt()
{
    ::eventfd_write(end_, 1);
    thread_.join();
    ::pthread_sigmask(SIG_SETMASK, &former_, nullptr);
    ::close(signals_);
    ::close(end_);
}

void OnInterrupt::run() const
{
    for (;;) {
        pollfd watched[] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}};
        ::poll(watched, 2, -1);
        if (watched[1].revents != 0) return;
        signalfd_siginfo signal{};
        if (::read(signals_, &signal, sizeof signal) == sizeof signal) act_();
    }
}

} // namespace historian::ctl
