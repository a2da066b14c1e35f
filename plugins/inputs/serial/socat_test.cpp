#include "lines/live_host.h"
#include "serial_input.h"

#include <historian/testing/fake_sink.h>
#include <historian/testing/temp_directory.h>
#include <historian/testing/test_config.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>

namespace historian::serial {

using lines::LiveHost;
using testing::FakeSink;
using testing::TestConfig;

namespace {

// Two pseudo terminals joined by Debian's socat, as a null modem cable joins two ports.
class Cable {
public:
    Cable(const std::string& port, const std::string& device)
    {
        const std::string left = "pty,raw,echo=0,link=" + port;
        const std::string right = "pty,raw,echo=0,link=" + device;
        std::string program = "socat";
        char* arguments[] = {program.data(),
                             const_cast<char*>(left.c_str()),
                             const_cast<char*>(right.c_str()),
                             nullptr};
        if (::posix_spawnp(&child_, "socat", nullptr, nullptr, arguments, environ) != 0)
            throw std::runtime_error("socat does not start: apt install socat");
    }

    ~Cable()
    {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }

    Cable(const Cable&) = delete;
    Cable& operator=(const Cable&) = delete;

private:
    pid_t child_ = -1;
};

} // namespace

TEST(SerialOverSocat, ReadsAndAcknowledgesAcrossACableThatIsPulledAndPutBack)
{
    const testing::TempDirectory folder;
    const std::string device = folder / "device";
    LiveHost host;
    FakeSink sink(FakeSink::Mood::Committing);
    SerialInput input(host,
                      TestConfig(kKeys, {{"device", (folder / "port").string()}, {"ack", "OK"}}));
    input.start(sink);
    for (std::size_t times = 1; times <= 3; ++times) {
        {
            const Cable cable(folder / "port", device);
            ASSERT_TRUE(host.waitUntil([&] { return host.counted("ports_opened") == times; }));
            ASSERT_TRUE(host.waitUntil([&] { return std::filesystem::exists(device); }));
            const lines::Descriptor end(::open(device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
            const std::string_view line = "{\"device_id\":\"m1\",\"power\":1.5}\n";
            ASSERT_EQ(::write(end.number(), line.data(), line.size()),
                      static_cast<ssize_t>(line.size()));
            ASSERT_TRUE(sink.waitFor(times, std::chrono::seconds(30)));
            char heard[3] = {};
            ASSERT_EQ(::read(end.number(), heard, 3), 3);
            EXPECT_EQ(std::string(heard, 3), "OK\n");
        }
        ASSERT_TRUE(host.waitUntilDegraded("unplugged, waiting"));
    }
    input.stop();
}

} // namespace historian::serial
