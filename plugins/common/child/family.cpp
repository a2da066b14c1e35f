#include "child/family.h"

#include "lines/descriptor.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

namespace historian::child {

namespace {

constexpr int kDyingMsMax = 100;
constexpr int kAncestorsMax = 1000;

std::ifstream fileOf(pid_t pid, const char* name)
{
    return std::ifstream("/proc/" + std::to_string(pid) + "/" + name, std::ios::binary);
}

// Nothing: it is gone, or dead already.
std::optional<pid_t> parentOf(pid_t pid)
{
    std::string stat;
    std::getline(fileOf(pid, "stat"), stat, '\0');
    const std::size_t nameEnd = stat.rfind(") "); // the name may hold brackets of its own
    if (nameEnd == std::string::npos) return std::nullopt;
    char state = 'X';
    pid_t parent = 0;
    std::istringstream(stat.substr(nameEnd + 2)) >> state >> parent;
    if (state == 'Z' || state == 'X') return std::nullopt;
    return parent;
}

bool descendsFrom(pid_t pid, pid_t ancestor)
{
    for (int i = 0; i < kAncestorsMax; ++i) {
        const std::optional<pid_t> parent = parentOf(pid);
        if (!parent || *parent <= 1) return false;
        if (*parent == ancestor) return true;
        pid = *parent;
    }
    return false;
}

bool hasMark(pid_t pid, const std::string& mark)
{
    std::ifstream environment = fileOf(pid, "environ");
    std::string entry;
    while (std::getline(environment, entry, '\0'))
        if (entry == mark) return true;
    return false;
}

std::vector<pid_t> allProcesses()
{
    std::vector<pid_t> pids;
    std::error_code fault;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", fault)) {
        const std::string name = entry.path().filename();
        pid_t pid = 0;
        const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (wrong == std::errc() && end == name.data() + name.size()) pids.push_back(pid);
    }
    return pids;
}

// Descriptors of the living ones but the program itself, so that nobody else can be met by a
// number that was given anew.
std::vector<lines::Descriptor> membersOf(pid_t program, const std::string& mark)
{
    std::vector<lines::Descriptor> members;
    for (const pid_t pid : allProcesses()) {
        if (pid == program || pid == ::getpid()) continue;
        lines::Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
        if (!process.isOpen() || !parentOf(pid)) continue;
        if (hasMark(pid, mark) || descendsFrom(pid, program)) members.push_back(std::move(process));
    }
    return members;
}

void killAll(const std::vector<lines::Descriptor>& members)
{
    for (const lines::Descriptor& member : members)
        ::syscall(SYS_pidfd_send_signal, member.number(), SIGKILL, nullptr, 0);
    for (const lines::Descriptor& member : members) {
        pollfd death{member.number(), POLLIN, 0};
        ::poll(&death, 1, kDyingMsMax);
    }
}

} // namespace

Family::Family()
    : mark_("HISTORIAN_CHILD=" + std::to_string(::getpid()) + "." +
            std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()))
{
}

void Family::kill(pid_t program) const
{
    // Who they are is asked before their parent dies.
    std::vector<lines::Descriptor> members = membersOf(program, mark_);
    ::kill(-program, SIGKILL);
    ::kill(program, SIGKILL); // it may have left its own group
    for (int searches = 1; !members.empty() && searches < kSearchesMax; ++searches) {
        killAll(members);
        members = membersOf(program, mark_);
    }
}

} // namespace historian::child
