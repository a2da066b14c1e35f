#include "child/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

namespace historian::child {

namespace {

struct Pipe {
    lines::Descriptor read;
    lines::Descriptor write;
};

Pipe makePipe()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    return {lines::Descriptor(ends[0]), lines::Descriptor(ends[1])};
}

struct Pipes {
    Pipe input = makePipe();
    Pipe output = makePipe();
    Pipe errors = makePipe();
    Pipe failure = makePipe(); ///< carries errno if the program cannot be started

    bool areOpen() const
    {
        return input.write.isOpen() && output.write.isOpen() && errors.write.isOpen() &&
               failure.write.isOpen();
    }
};

// The arguments and environment as exec takes them, made before the fork.
struct Program {
    Program(const ChildSettings& settings, const std::string& mark)
        : words(settings.command),
          variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", mark}
    {
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
    }

    std::vector<std::string> words;
    std::vector<char*> arguments;
    std::array<std::string, 3> variables;
    std::array<char*, 4> environment{
        variables[0].data(), variables[1].data(), variables[2].data(), nullptr};
};

// From here to exec only what is safe after the fork of a process with threads.

// Never above what this process may have itself.
bool setLimit(decltype(RLIMIT_AS) resource, rlim_t most)
{
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0) return false;
    limit.rlim_cur = limit.rlim_max = std::min(most, limit.rlim_max);
    return ::setrlimit(resource, &limit) == 0;
}

void restoreSignals()
{
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void becomeProgram(const Pipes& pipes,
                                const Program& program,
                                const ChildSettings& settings,
                                pid_t parent)
{
    constexpr int kFailure = 3;
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    restoreSignals();
    ::dup2(pipes.input.read.number(), STDIN_FILENO);
    ::dup2(pipes.output.write.number(), STDOUT_FILENO);
    ::dup2(pipes.errors.write.number(), STDERR_FILENO);
    if (pipes.failure.write.number() != kFailure)
        ::dup3(pipes.failure.write.number(), kFailure, O_CLOEXEC);
    ::close_range(kFailure + 1, ~0U, 0);
    const bool isLimited = setLimit(RLIMIT_AS, settings.memoryBytesMax) &&
                           setLimit(RLIMIT_NOFILE, settings.filesMax) && setLimit(RLIMIT_CORE, 0);
    if (isLimited)
        ::execve(program.arguments[0], program.arguments.data(), program.environment.data());
    const int fault = errno;
    if (::write(kFailure, &fault, sizeof fault) < 0) ::_exit(126);
    ::_exit(127);
}

void makeNonBlocking(const lines::Descriptor& descriptor)
{
    ::fcntl(descriptor.number(), F_SETFL, O_NONBLOCK);
}

std::string systemWords(int fault)
{
    return std::generic_category().message(fault);
}

std::string exitWords(int status)
{
    if (WIFEXITED(status)) return "ended with exit code " + std::to_string(WEXITSTATUS(status));
    const char* name = ::sigdescr_np(WTERMSIG(status));
    return "ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
           (name == nullptr ? "unknown" : name) + ")";
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ChildSettings& settings)
{
    Pipes pipes;
    if (!pipes.areOpen()) return Error{"no file descriptor is left for its pipes"};
    ChildProcess child;
    const Program program(settings, child.family_.mark());
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) return Error{"cannot start: " + systemWords(errno)};
    if (pid == 0) becomeProgram(pipes, program, settings, parent);

    child.pid_ = pid;
    ::setpgid(pid, pid); // both sides, since either may come first
    child.exit_ = lines::Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    pipes.failure.write.close();
    int fault = 0;
    if (::read(pipes.failure.read.number(), &fault, sizeof fault) == sizeof fault)
        return Error{"cannot start: " + systemWords(fault)};
    child.input_ = std::move(pipes.input.write);
    child.output_ = std::move(pipes.output.read);
    child.errors_ = std::move(pipes.errors.read);
    for (const auto* stream : {&child.input_, &child.output_, &child.errors_})
        makeNonBlocking(*stream);
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      family_(std::move(other.family_)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      exit_(std::move(other.exit_))
{
}

bool ChildProcess::hasExited() const
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid_;
}

std::string ChildProcess::end()
{
    if (pid_ < 0) return {};
    family_.kill(pid_); // before it is reaped, so that its number is still its own
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return exitWords(status);
}

} // namespace historian::child
