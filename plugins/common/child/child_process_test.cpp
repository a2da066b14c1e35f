#include "child/child_process.h"
#include "child/test_shell.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace historian::child {

namespace {

std::string outputOf(const std::string& script)
{
    auto child = ChildProcess::start(shell(script));
    return child ? textOf(child->output()) : child.error().message;
}

std::string endOf(const std::string& script)
{
    auto child = ChildProcess::start(shell(script));
    if (!child) return child.error().message;
    pollfd waits{child->exitDescriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&waits, 1, 30'000), 1);
    EXPECT_TRUE(child->hasExited());
    return child->end();
}

} // namespace

TEST(ChildProcess, IsJoinedByItsThreeStreams)
{
    auto child = ChildProcess::start(shell("read x; echo \"got $x\"; echo oops >&2"));
    ASSERT_TRUE(child);
    ASSERT_EQ(::write(child->input().number(), "hi\n", 3), 3);
    EXPECT_EQ(textOf(child->output()), "got hi\n");
    EXPECT_EQ(textOf(child->errors()), "oops\n");
    EXPECT_FALSE(ChildProcess::start(shell("read x"))->hasExited());
}

TEST(ChildProcess, SaysHowItEnded)
{
    EXPECT_EQ(endOf("exit 3"), "ended with exit code 3");
    EXPECT_EQ(endOf("kill -SEGV $$"), "ended by signal 11 (Segmentation fault)");
}

TEST(ChildProcess, SaysWhyItCannotStart)
{
    ChildSettings settings;
    settings.command = {"/nowhere/sensor"};
    EXPECT_EQ(ChildProcess::start(settings).error().message,
              "cannot start: No such file or directory");
    settings.command = {"/etc/passwd"};
    EXPECT_EQ(ChildProcess::start(settings).error().message, "cannot start: Permission denied");
}

TEST(ChildProcess, GetsNothingOfThisProcessButItsStreams)
{
    const lines::Descriptor inherited(::dup(STDERR_FILENO)); // without close-on-exec
    ASSERT_TRUE(inherited.isOpen());
    EXPECT_EQ(outputOf("for f in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$f ] && echo $f; done"),
              "0\n1\n2\n");
    ChildSettings env;
    env.command = {"/usr/bin/env"};
    const std::string variables = textOf(ChildProcess::start(env)->output());
    EXPECT_TRUE(
        variables.starts_with("PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C.UTF-8\nHISTORIAN_CHILD="))
        << variables;
    EXPECT_EQ(std::ranges::count(variables, '\n'), 3);
    EXPECT_EQ(outputOf("grep NoNewPrivs /proc/self/status"), "NoNewPrivs:\t1\n");
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(outputOf("grep SigIgn /proc/self/status"), "SigIgn:\t0000000000000000\n");
    ::signal(SIGPIPE, before);
}

TEST(ChildProcess, HasTheLimitsOfItsSettings)
{
    ChildSettings settings = shell("ulimit -v; ulimit -n; ulimit -c");
    settings.memoryBytesMax = 64 * 1024 * 1024;
    settings.filesMax = 20;
    auto child = ChildProcess::start(settings);
    ASSERT_TRUE(child);
    EXPECT_EQ(textOf(child->output()), "65536\n20\n0\n");
}

TEST(ChildProcess, TakesItsOwnChildrenWithIt)
{
    pid_t grandchild = 0;
    {
        auto child = ChildProcess::start(shell("sleep 600 >/dev/null & echo $!; exec 1>&-; wait"));
        ASSERT_TRUE(child);
        grandchild = std::stoi(textOf(child->output()));
        EXPECT_EQ(child->end(), "ended by signal 9 (Killed)");
    }
    EXPECT_TRUE(waitUntilGone(grandchild));
}

TEST(ChildProcess, DiesWithTheProgramThatStartedIt)
{
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t middle = ::fork();
    if (middle == 0) {
        auto child = ChildProcess::start(shell("echo $$; exec sleep 600"));
        char bytes[32];
        pollfd waits{child->output().number(), POLLIN, 0};
        ::poll(&waits, 1, 30'000);
        const ssize_t count = ::read(child->output().number(), bytes, sizeof bytes);
        if (::write(ends[1], bytes, static_cast<std::size_t>(count)) != count) ::_exit(1);
        ::kill(::getpid(), SIGKILL);
    }
    char bytes[32] = {};
    ASSERT_GT(::read(ends[0], bytes, sizeof bytes - 1), 0);
    ::waitpid(middle, nullptr, 0);
    EXPECT_TRUE(waitUntilGone(std::stoi(bytes)));
    ::close(ends[0]);
    ::close(ends[1]);
}

} // namespace historian::child
