#include "app_support.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <iterator>
#include <vector>

namespace historian::app {
namespace {

constexpr int kPatienceMs = 60'000;

/// systemd, as far as the daemon knows it.
class FakeSystemd {
public:
    explicit FakeSystemd(const std::filesystem::path& socket)
        : path_(socket), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path_.c_str(), path_.native().size());
        EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    }

    ~FakeSystemd() { ::close(descriptor_); }

    FakeSystemd(const FakeSystemd&) = delete;
    FakeSystemd& operator=(const FakeSystemd&) = delete;

    std::string next() const
    {
        pollfd waiting{descriptor_, POLLIN, 0};
        if (::poll(&waiting, 1, kPatienceMs) <= 0) return "nothing";
        std::array<char, 256> text{};
        const ssize_t length = ::recv(descriptor_, text.data(), text.size(), 0);
        return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
    }

    std::string environment() const { return "NOTIFY_SOCKET=" + path_.string(); }

private:
    std::filesystem::path path_;
    int descriptor_;
};

/// historiand as a process of its own; killed with this object if it still runs.
class Process {
public:
    Process(const std::filesystem::path& log,
            std::vector<std::string> arguments,
            std::vector<std::string> environment = {})
        : log_(log)
    {
        arguments.insert(arguments.begin(), APP_TEST_PREFIX "/bin/historiand");
        std::vector<char*> words;
        for (std::string& argument : arguments) words.push_back(argument.data());
        words.push_back(nullptr);
        std::vector<char*> variables;
        for (std::string& variable : environment) variables.push_back(variable.data());
        variables.push_back(nullptr);

        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        for (const int output : {STDOUT_FILENO, STDERR_FILENO})
            ::posix_spawn_file_actions_addopen(
                &actions, output, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        EXPECT_EQ(::posix_spawn(&id_, words[0], &actions, nullptr, words.data(), variables.data()),
                  0);
        ::posix_spawn_file_actions_destroy(&actions);
    }

    ~Process()
    {
        if (id_ == 0) return;
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void signal(int number) const { ::kill(id_, number); }

    /// The exit code; -1 if it was ended by a signal.
    int wait()
    {
        int status = 0;
        ::waitpid(id_, &status, 0);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    std::string log() const
    {
        std::ifstream file(log_);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    std::filesystem::path log_;
    pid_t id_ = 0;
};

std::vector<std::string> arguments(const TempDirectory& temp, const std::string& yaml = "")
{
    const std::filesystem::path config =
        temp.write("historian.yaml", "http: {address: 127.0.0.1}\n" + yaml);
    return {"--config", config, "--data", temp.path() / "data", "--port", "0"};
}

TEST(Daemon, TellsSystemdWhenItIsReadyHowItDoesAndThatItStops)
{
    const TempDirectory temp;
    const FakeSystemd systemd(temp.path() / "notify");
    Process daemon(
        temp.path() / "log", arguments(temp), {systemd.environment(), "WATCHDOG_USEC=4000000"});
    EXPECT_EQ(systemd.next(), "READY=1");
    EXPECT_EQ(systemd.next(), "WATCHDOG=1");
    EXPECT_EQ(systemd.next(), "WATCHDOG=1");
    daemon.signal(SIGTERM);
    std::string last = systemd.next();
    while (last == "WATCHDOG=1") last = systemd.next();
    EXPECT_EQ(last, "STOPPING=1");
    EXPECT_EQ(daemon.wait(), 0) << daemon.log();
}

TEST(Daemon, StopsOnEverySignalThatAsksForItAndOutlivesTheOthers)
{
    for (const int number : {SIGINT, SIGQUIT}) {
        const TempDirectory temp;
        const FakeSystemd systemd(temp.path() / "notify");
        Process daemon(temp.path() / "log", arguments(temp), {systemd.environment()});
        EXPECT_EQ(systemd.next(), "READY=1");
        daemon.signal(SIGPIPE);
        daemon.signal(SIGXFSZ);
        daemon.signal(number);
        EXPECT_EQ(daemon.wait(), 0) << daemon.log();
    }
}

TEST(Daemon, ShowsTheSetupCodeInTheLog)
{
    const TempDirectory temp;
    const FakeSystemd systemd(temp.path() / "notify");
    Process daemon(temp.path() / "log", arguments(temp), {systemd.environment()});
    EXPECT_EQ(systemd.next(), "READY=1");
    EXPECT_NE(daemon.log().find("give it this code: "), std::string::npos) << daemon.log();
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(), 0);
}

TEST(Daemon, KeepsOthersFromItsDataDirectory)
{
    const TempDirectory temp;
    const FakeSystemd systemd(temp.path() / "notify");
    Process first(temp.path() / "log", arguments(temp), {systemd.environment()});
    EXPECT_EQ(systemd.next(), "READY=1");
    Process second(temp.path() / "second", arguments(temp));
    EXPECT_EQ(second.wait(), 1);
    EXPECT_NE(second.log().find("is held by another historiand"), std::string::npos)
        << second.log();
    first.signal(SIGTERM);
    EXPECT_EQ(first.wait(), 0);
}

TEST(Daemon, EndsWith78WithoutAUsableConfigurationAndWith64ForAWrongCommandLine)
{
    const TempDirectory temp;
    Process unusable(temp.path() / "log", arguments(temp, "http: [\n"));
    EXPECT_EQ(unusable.wait(), 78);
    EXPECT_NE(unusable.log().find("historian.yaml:2:"), std::string::npos) << unusable.log();
    Process usage(temp.path() / "usage", {"--daemon"});
    EXPECT_EQ(usage.wait(), 64);
}

TEST(Daemon, StartsTheLastGoodCopyWithABanner)
{
    const TempDirectory temp;
    const FakeSystemd systemd(temp.path() / "notify");
    for (const auto* yaml : {"site: {id: roof}\n", "site: [\n"}) {
        Process daemon(temp.path() / "log", arguments(temp, yaml), {systemd.environment()});
        EXPECT_EQ(systemd.next(), "READY=1") << daemon.log();
        daemon.signal(SIGTERM);
        EXPECT_EQ(systemd.next(), "STOPPING=1");
        EXPECT_EQ(daemon.wait(), 0);
    }
    std::ifstream copy(temp.path() / "data/last-good.yaml");
    const std::string text{std::istreambuf_iterator<char>(copy), {}};
    EXPECT_NE(text.find("site: {id: roof}"), std::string::npos) << text;
}

TEST(Daemon, LeavesNothingBehindAfterADemonstration)
{
    const TempDirectory temp;
    const FakeSystemd systemd(temp.path() / "notify");
    Process daemon(temp.path() / "log",
                   {"--demo", "--port", "0"},
                   {systemd.environment(), "TMPDIR=" + temp.path().string()});
    EXPECT_EQ(systemd.next(), "READY=1") << daemon.log();
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(), 0) << daemon.log();
    for (const auto& entry : std::filesystem::directory_iterator(temp.path()))
        EXPECT_FALSE(entry.is_directory()) << entry.path();
}

} // namespace
} // namespace historian::app
