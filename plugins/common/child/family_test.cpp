#include "child/child_process.h"
#include "child/test_shell.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace historian::child {

namespace {

/// A program that starts others in a session of their own, as daemons do; each prints its number.
class FamilyTest : public ::testing::Test {
protected:
    pid_t start(const std::string& script)
    {
        auto started = ChildProcess::start(shell(script));
        if (!started) return 0;
        program.emplace(*std::move(started));
        return std::stoi(textOf(program->output()));
    }

    std::optional<ChildProcess> program;
};

// Closes its output, so that the test reads to its end.
const std::string kRest = "echo $$; exec sleep 600 >&-";

std::string inSession(const std::string& command)
{
    return "setsid " + command + " sh -c '" + kRest + "'";
}

} // namespace

TEST_F(FamilyTest, EndsAChildWithASessionOfItsOwn)
{
    const pid_t child = start(inSession("") + " & exec >&-; wait");
    ASSERT_FALSE(isGone(child));
    program->end();
    EXPECT_TRUE(waitUntilGone(child));
}

TEST_F(FamilyTest, EndsAChildThatTookTheMarkOff)
{
    const pid_t child = start(inSession("env -i") + " & exec >&-; wait");
    ASSERT_FALSE(isGone(child));
    program->end();
    EXPECT_TRUE(waitUntilGone(child));
}

TEST_F(FamilyTest, EndsAChildThatOutlivedTheProgram)
{
    const pid_t child = start("(" + inSession("") + " &) & wait; exit 3");
    pollfd exit{program->exitDescriptor(), POLLIN, 0};
    ASSERT_EQ(::poll(&exit, 1, 30'000), 1);
    ASSERT_FALSE(isGone(child));
    EXPECT_EQ(program->end(), "ended with exit code 3");
    EXPECT_TRUE(waitUntilGone(child));
}

TEST_F(FamilyTest, EndsTheSessionOfASession)
{
    const pid_t child = start("setsid sh -c \"setsid sh -c 'echo \\$\\$; exec sleep 600 >&-' & "
                              "exec >&-; wait\" & exec >&-; wait");
    ASSERT_FALSE(isGone(child));
    program->end();
    EXPECT_TRUE(waitUntilGone(child));
}

TEST_F(FamilyTest, EndsAProgramThatLeftItsOwnGroup)
{
    start("exec python3 -c 'import os, time\n"
          "os.setpgid(0, os.getpgid(os.getppid()))\n"
          "print(os.getpid(), flush=True)\n"
          "os.close(1)\n"
          "time.sleep(600)'");
    EXPECT_EQ(program->end(), "ended by signal 9 (Killed)");
}

TEST_F(FamilyTest, LeavesTheFamilyOfAnotherProgramAlone)
{
    const pid_t child = start(inSession("") + " & exec >&-; wait");
    auto other = ChildProcess::start(shell("read x"));
    ASSERT_TRUE(other);
    other->end();
    EXPECT_FALSE(isGone(child));
    EXPECT_FALSE(program->hasExited());
}

TEST_F(FamilyTest, HasAMarkOfItsOwn)
{
    EXPECT_NE(Family().mark(), Family().mark());
}

} // namespace historian::child
