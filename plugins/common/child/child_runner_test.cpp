#include "child/child_runner.h"
#include "child/test_script.h"
#include "child/test_shell.h"
#include "lines/live_host.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <set>

namespace historian::child {

using lines::LiveHost;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds kLimit{120};

// Keeps what the child says; can refuse to take lines.
class Notebook : public ChildListener {
public:
    void ready() override { write("ready"); }

    void line(std::string_view line) override { write(std::string(line)); }

    void gone(const std::string& why) override { write("gone: " + why); }

    void failed(const std::string& why) override { write("failed: " + why); }

    Turn turn() override { return {takesLines, {}}; }

    // Waits for that entry.
    bool has(const std::string& entry)
    {
        std::unique_lock lock(mutex_);
        return written_.wait_for(lock, kLimit, [&] { return entries_.contains(entry); });
    }

    std::size_t size() const
    {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }

    // Of the entry that is a number.
    int number() const
    {
        const std::lock_guard lock(mutex_);
        return std::stoi(*entries_.begin()); // digits come first
    }

    std::atomic<bool> takesLines{true};

private:
    void write(std::string entry)
    {
        const std::lock_guard lock(mutex_);
        entries_.insert(std::move(entry));
        written_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable written_;
    std::set<std::string> entries_;
};

constexpr ChildTimes kQuick{.readyMax = kLimit,
                            .stopMax = milliseconds(300),
                            .retryFirst = milliseconds(20),
                            .retryMax = milliseconds(200)};

class ChildRunnerTest : public ::testing::Test {
protected:
    ChildRunner& run(const std::string& script, ChildTimes times = kQuick)
    {
        program.emplace(script);
        ChildSettings settings = program->settings();
        settings.config = {{"unit", "kW"}};
        runner.emplace(host, settings, notebook, times);
        runner->start();
        return *runner;
    }

    LiveHost host{"roof"};
    Notebook notebook;
    std::optional<TestScript> program;
    std::optional<ChildRunner> runner;
};

constexpr const char* kReady = "say({'ready': 1, 'name': 'sensor', 'version': '1.2'})\n";

std::string ready(const std::string& rest)
{
    return kReady + rest;
}

} // namespace

TEST_F(ChildRunnerTest, GreetsTheChildAndBringsItsLinesBothWays)
{
    ChildTimes times = kQuick;
    times.stopMax = kLimit;
    run(ready("say(hello)\n"
              "for line in sys.stdin: print('echo ' + line.strip(), flush=True)\n"),
        times);
    ASSERT_TRUE(notebook.has("ready"));
    EXPECT_TRUE(notebook.has(R"({"hello": 1, "instance": "roof", "config": {"unit": "kW"}})"));
    EXPECT_TRUE(runner->send("one"));
    EXPECT_TRUE(notebook.has("echo one"));
    EXPECT_TRUE(host.hasLogged("the program is ready: sensor 1.2"));
    runner->stop();
    EXPECT_TRUE(notebook.has("gone: ended with exit code 0"));
    EXPECT_FALSE(runner->send("two"));
}

TEST_F(ChildRunnerTest, StartsACrashedChildAgainAndSaysHowItEnded)
{
    run(ready("os.kill(os.getpid(), signal.SIGSEGV)\n"));
    ASSERT_TRUE(host.waitUntil([&] { return host.counted("child_starts") >= 3; }));
    EXPECT_TRUE(notebook.has("gone: ended by signal 11 (Segmentation fault)"));
    EXPECT_TRUE(host.waitUntilDegraded(
        "/usr/bin/python3: ended by signal 11 (Segmentation fault); started again in"));
}

TEST_F(ChildRunnerTest, TakesTheLastLinesOfAChildThatEnds)
{
    run(ready("print('last words', flush=True)\nsys.exit(3)\n"));
    EXPECT_TRUE(notebook.has("last words"));
    EXPECT_TRUE(notebook.has("gone: ended with exit code 3"));
}

TEST_F(ChildRunnerTest, EndsAChildThatDoesNotGreetInTime)
{
    ChildTimes times = kQuick;
    times.readyMax = milliseconds(200);
    run("time.sleep(600)\n", times);
    EXPECT_TRUE(host.waitUntilDegraded("did not say that it is ready within 1 s"));
}

TEST_F(ChildRunnerTest, EndsAChildWhoseFirstLineIsGarbage)
{
    run("print('Hello!', flush=True)\ntime.sleep(600)\n");
    EXPECT_TRUE(host.waitUntilDegraded("its first line is not {\"ready\":1"));
}

TEST_F(ChildRunnerTest, EndsAChildThatSendsAnEndlessLine)
{
    run(ready("while True: sys.stdout.write('x' * 65536)\n"));
    EXPECT_TRUE(notebook.has("gone: sent a line of more than 1 MiB"));
}

TEST_F(ChildRunnerTest, TakesALineOfOneMebibyte)
{
    run(ready("print('x' * 1048576, flush=True)\nsys.stdin.read()\n"));
    EXPECT_TRUE(notebook.has(std::string(kLineBytesMax, 'x')));
}

TEST_F(ChildRunnerTest, KillsAChildThatDoesNotStopWithAllItsChildren)
{
    run(ready("signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
              "p = subprocess.Popen(['/bin/sleep', '600'])\n"
              "print(p.pid, flush=True)\n"
              "time.sleep(600)\n"));
    ASSERT_TRUE(host.waitUntil([&] { return notebook.size() >= 2; }));
    runner->stop();
    EXPECT_TRUE(host.hasLogged("did not stop within 1 s"));
    EXPECT_TRUE(notebook.has("gone: did not stop within 1 s"));
}

TEST_F(ChildRunnerTest, EndsAProgramInASessionOfItsOwnThatOutlivesTheChild)
{
    run(ready("p = subprocess.Popen(['/bin/sleep', '600'], start_new_session=True)\n"
              "print(p.pid, flush=True)\n"
              "sys.stdin.read()\n"));
    ASSERT_TRUE(host.waitUntil([&] { return notebook.size() >= 2; }));
    runner->stop();
    EXPECT_TRUE(waitUntilGone(notebook.number()));
}

TEST_F(ChildRunnerTest, EndsAChildThatClosesItsStreams)
{
    run(ready("os.close(1)\ntime.sleep(600)\n"));
    EXPECT_TRUE(notebook.has("gone: closed its standard output"));
    runner->stop();
    run(ready("os.close(0)\ntime.sleep(600)\n"));
    EXPECT_TRUE(notebook.has("gone: closed its standard input"));
}

TEST_F(ChildRunnerTest, LetsAFloodWaitWhileNobodyTakesLines)
{
    run(ready("for i in range(100000): print(i)\nprint('done', flush=True)\nsys.stdin.read()\n"));
    ASSERT_TRUE(notebook.has("ready"));
    notebook.takesLines = false;
    runner->wake();
    notebook.takesLines = true;
    runner->wake();
    EXPECT_TRUE(notebook.has("done"));
    EXPECT_EQ(notebook.size(), 100'002U);
}

TEST_F(ChildRunnerTest, RefusesToSendMoreThanAChildReads)
{
    run(ready("time.sleep(600)\n"));
    ASSERT_TRUE(notebook.has("ready"));
    const std::string line(1000, 'x');
    std::size_t sent = 0;
    while (sent < 2 * kUnreadBytesMax && runner->send(line)) sent += line.size();
    EXPECT_LT(sent, kUnreadBytesMax + 128 * 1024);
    EXPECT_GT(sent, kUnreadBytesMax - 2 * line.size());
}

TEST_F(ChildRunnerTest, RestartsAChildWhenToldTo)
{
    run(ready("sys.stdin.read()\n"));
    ASSERT_TRUE(notebook.has("ready"));
    runner->restart("did not answer");
    EXPECT_TRUE(notebook.has("gone: did not answer"));
    EXPECT_TRUE(host.waitUntil([&] { return host.counted("child_starts") == 2; }));
}

TEST_F(ChildRunnerTest, LogsWhatTheChildSaysOnItsStandardError)
{
    run(ready("print('the sensor is cold', file=sys.stderr, flush=True)\nsys.stdin.read()\n"));
    EXPECT_TRUE(
        host.waitUntil([&] { return host.hasLogged("the program says: the sensor is cold"); }));
}

TEST_F(ChildRunnerTest, KeepsTryingAProgramThatIsNotThereAndSaysSoOnce)
{
    ChildSettings settings;
    settings.command = {"/nowhere/sensor"};
    runner.emplace(host, settings, notebook, kQuick);
    runner->start();
    ASSERT_TRUE(host.waitUntilDegraded("started again in 1 s"));
    runner->stop();
    runner->start();
    ASSERT_TRUE(host.waitUntilDegraded("/nowhere/sensor: cannot start: No such file or directory"));
    EXPECT_TRUE(notebook.has("failed: cannot start: No such file or directory"));
    EXPECT_EQ(host.logLines().size(), 1U);
}

} // namespace historian::child
