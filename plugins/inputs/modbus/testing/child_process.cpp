#include "testing/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <stdexcept>

extern char** environ;

namespace historian::modbus::testing {
namespace {

struct Pipe {
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        readEnd = FileDescriptor(ends[0]);
        writeEnd = FileDescriptor(ends[1]);
    }

    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command)
{
    Pipe toChild;
    Pipe fromChild;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, toChild.readEnd.get(), 0);
    ::posix_spawn_file_actions_adddup2(&actions, fromChild.writeEnd.get(), 1);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int fault =
        ::posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (fault != 0) throw std::runtime_error("cannot run " + command[0]);
    input_ = std::move(toChild.writeEnd);
    output_ = std::move(fromChild.readEnd);
}

ChildProcess::~ChildProcess()
{
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

std::string ChildProcess::readLine(std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (said_.find('\n') == std::string::npos)
        if (!fill(end)) return {};
    const std::size_t size = said_.find('\n');
    std::string line = said_.substr(0, size);
    said_.erase(0, size + 1);
    return line;
}

std::string ChildProcess::readAll(std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (fill(end)) {
    }
    return std::exchange(said_, {});
}

void ChildProcess::writeLine(const std::string& line)
{
    const std::string text = line + "\n";
    if (::write(input_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("the child does not listen");
}

bool ChildProcess::fill(std::chrono::steady_clock::time_point end)
{
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd watched{output_.get(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> buffer{};
    const ssize_t size = ::read(output_.get(), buffer.data(), buffer.size());
    if (size <= 0) return false;
    said_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
}

} // namespace historian::modbus::testing
