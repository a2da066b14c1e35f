#include "test_peer/test_broker.h"

#include <historian/testing/free_port.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace historian::mqtt {

namespace {

constexpr const char* kMosquitto = "/usr/sbin/mosquitto";
constexpr int kPortsTried = 5;
constexpr std::chrono::seconds kUpMax{30};

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool answers(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool isOpen =
        connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return isOpen;
}

} // namespace

std::filesystem::path makeTestDirectory()
{
    std::string name = (std::filesystem::temp_directory_path() / "mqtt-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return name;
}

TestBroker::TestBroker(std::vector<std::string> lines)
    : directory_(makeTestDirectory()), lines_(std::move(lines))
{
    for (int i = 0; i < kPortsTried; ++i) {
        port_ = testing::freePort();
        writeConfiguration();
        if (comesUp()) return;
        kill();
    }
    throw std::runtime_error("mosquitto does not come up, see " + directory_.string());
}

TestBroker::~TestBroker()
{
    kill();
    std::filesystem::remove_all(directory_);
}

void TestBroker::writeConfiguration() const
{
    std::ofstream file(directory_ / "mosquitto.conf");
    file << "user root\nallow_anonymous true\nmax_queued_messages 0\nlistener " << port_
         << " 127.0.0.1\n";
    for (const std::string& line : lines_) file << line << '\n';
}

bool TestBroker::comesUp()
{
    const std::string file = (directory_ / "mosquitto.conf").string();
    std::string arguments[] = {kMosquitto, "-c", file};
    char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (directory_ / "log").string();
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int error = posix_spawn(&process_, kMosquitto, &actions, nullptr, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("mosquitto cannot be started");
    const auto end = std::chrono::steady_clock::now() + kUpMax;
    while (std::chrono::steady_clock::now() < end) {
        if (answers(port_)) return true;
        if (waitpid(process_, nullptr, WNOHANG) != 0) {
            process_ = -1;
            return false;
        }
        poll(nullptr, 0, 5);
    }
    return false;
}

void TestBroker::kill()
{
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
}

void TestBroker::freeze()
{
    ::kill(process_, SIGSTOP);
}

void TestBroker::restart()
{
    kill();
    if (!comesUp()) throw std::runtime_error("mosquitto does not come up again");
}

} // namespace historian::mqtt
