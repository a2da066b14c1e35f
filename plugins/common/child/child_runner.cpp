#include "child/child_runner.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

namespace historian::child {

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kReadsPerTurn = 8;
constexpr std::size_t kReadsAtEnd = 128; // more than a pipe holds
constexpr std::chrono::milliseconds kExitGrace{200};

// A child that closed its input must not end this process.
void blockBrokenPipe()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

enum class ReadEnd : std::uint8_t { Empty, More, Closed };

// Reads what is there, so many times at most.
template <typename Take>
ReadEnd readAll(int descriptor, std::size_t times, const Take& take)
{
    std::array<char, kReadBytes> bytes;
    for (std::size_t i = 0; i < times; ++i) {
        const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
        if (count == 0) return ReadEnd::Closed;
        if (count < 0) return errno == EAGAIN || errno == EINTR ? ReadEnd::Empty : ReadEnd::Closed;
        take(std::string_view(bytes.data(), static_cast<std::size_t>(count)));
    }
    return ReadEnd::More;
}

std::string secondsText(std::chrono::milliseconds time)
{
    return std::to_string((time.count() + 999) / 1000) + " s";
}

} // namespace

ChildRunner::ChildRunner(Host& host,
                         ChildSettings settings,
                         ChildListener& listener,
                         ChildTimes times)
    : host_(host),
      settings_(std::move(settings)),
      times_(times),
      listener_(listener),
      wake_(std::make_shared<lines::Wake>()),
      splitter_(kLineBytesMax),
      log_(host)
{
}

void ChildRunner::start()
{
    delay_ = {};
    startAt_ = now();
    thread_ = std::jthread([this](const std::stop_token& token) { run(token); });
}

void ChildRunner::stop()
{
    thread_ = {}; // asks it to stop and joins it
}

bool ChildRunner::send(std::string_view line)
{
    {
        const std::lock_guard lock(mutex_);
        if (!mail_.isReady || mail_.unread.size() + line.size() >= kUnreadBytesMax) return false;
        mail_.unread.append(line).push_back('\n');
    }
    wake();
    return true;
}

void ChildRunner::restart(std::string why)
{
    {
        const std::lock_guard lock(mutex_);
        mail_.restartWhy = std::move(why);
    }
    wake();
}

void ChildRunner::run(const std::stop_token& token)
{
    blockBrokenPipe();
    const std::stop_callback waker(token, [this] { wake(); });
    while (!token.stop_requested() || child_) {
        if (token.stop_requested())
            leave();
        else
            launchIfDue();
        waitForWork();
        if (child_) serve();
    }
    listener_.turn(); // for the child's last lines
}

void ChildRunner::launchIfDue()
{
    if (child_ || now() < startAt_) return;
    auto child = ChildProcess::start(settings_);
    if (!child) {
        report_.ended(child.error().message);
        listener_.failed(child.error().message);
        giveUp(child.error().message);
        return;
    }
    host_.counter("child_starts", "how often the program was started").add(1);
    child_.emplace(*std::move(child));
    report_.started(child_->pid());
    splitter_.reset();
    fault_.clear();
    phase_ = Phase::Greeting;
    deadline_ = now() + times_.readyMax;
    const std::lock_guard lock(mutex_);
    mail_ = {helloLine(host_.instance(), settings_) + "\n", {}, false};
}

void ChildRunner::leave()
{
    if (!child_ || phase_ == Phase::Leaving) return;
    phase_ = Phase::Leaving;
    deadline_ = now() + times_.stopMax;
    child_->input().close();
    const std::lock_guard lock(mutex_);
    mail_ = {};
}

void ChildRunner::waitForWork()
{
    const Turn turn = listener_.turn();
    bool hasMail = false;
    {
        const std::lock_guard lock(mutex_);
        hasMail = !mail_.unread.empty();
    }
    auto due = child_ ? deadline_ : std::optional(startAt_);
    if (turn.due && (!due || *turn.due < *due)) due = turn.due;
    const auto wait = [this](lines::Descriptor& (ChildProcess::*stream)(), int events) {
        return pollfd{child_ ? ((*child_).*stream)().number() : -1, static_cast<short>(events), 0};
    };
    std::array<pollfd, 5> waits{pollfd{wake_->descriptor(), POLLIN, 0},
                                pollfd{child_ ? child_->exitDescriptor() : -1, POLLIN, 0},
                                wait(&ChildProcess::output, POLLIN),
                                wait(&ChildProcess::errors, POLLIN),
                                wait(&ChildProcess::input, hasMail ? POLLOUT : 0)};
    if (!turn.takesLines) waits[2].fd = -1;
    ::poll(waits.data(), waits.size(), lines::pollTimeout(due, now()));
    if (waits[0].revents != 0) wake_->clear();
    if ((waits[4].revents & POLLERR) != 0) child_->input().close();
    takesLines_ = turn.takesLines;
}

void ChildRunner::serve()
{
    const bool hasExited = child_->hasExited();
    readErrors();
    if (takesLines_ || hasExited) readOutput(hasExited ? kReadsAtEnd : kReadsPerTurn);
    writeInput();
    if (const auto why = whyEnd(hasExited)) endChild(*why);
}

void ChildRunner::readOutput(std::size_t times)
{
    if (!child_->output().isOpen()) return;
    const ReadEnd end = readAll(child_->output().number(), times, [this](std::string_view bytes) {
        splitter_.feed(bytes, [this](const lines::Line& line) { takeLine(line); });
    });
    if (end == ReadEnd::Closed) child_->output().close();
}

void ChildRunner::readErrors()
{
    if (!child_->errors().isOpen()) return;
    const ReadEnd end = readAll(child_->errors().number(),
                                kReadsPerTurn,
                                [this](std::string_view bytes) { log_.take(bytes); });
    if (end == ReadEnd::Closed) child_->errors().close();
}

void ChildRunner::writeInput()
{
    const std::lock_guard lock(mutex_);
    if (mail_.unread.empty() || !child_->input().isOpen()) return;
    const ssize_t count =
        ::write(child_->input().number(), mail_.unread.data(), mail_.unread.size());
    if (count > 0)
        mail_.unread.erase(0, static_cast<std::size_t>(count));
    else if (errno == EPIPE)
        child_->input().close();
}

void ChildRunner::takeLine(const lines::Line& line)
{
    if (!fault_.empty()) return;
    if (line.isTooLong)
        fault_ = "sent a line of more than 1 MiB";
    else if (phase_ == Phase::Greeting)
        greet(line.text);
    else if (hasGreeted_)
        listener_.line(line.text);
}

void ChildRunner::greet(std::string_view line)
{
    const auto ready = readReady(line);
    if (!ready) {
        fault_ = ready.error().message;
        return;
    }
    hasGreeted_ = true;
    phase_ = Phase::Ready;
    readySince_ = now();
    deadline_.reset();
    whyDown_.clear();
    {
        const std::lock_guard lock(mutex_);
        mail_.isReady = true;
    }
    report_.ready(ready->name, ready->version, readySince_);
    host_.log(LogLevel::Info, "the program is ready: " + ready->name + " " + ready->version);
    host_.healthy();
    listener_.ready();
}

// Why the child has to go, or has gone (empty: it says so itself); nothing while all is well.
std::optional<std::string> ChildRunner::whyEnd(bool hasExited)
{
    if (hasExited) return "";
    if (!fault_.empty()) return fault_;
    {
        const std::lock_guard lock(mutex_);
        if (!mail_.restartWhy.empty()) return mail_.restartWhy;
    }
    if (deadline_ && now() >= *deadline_)
        return phase_ == Phase::Leaving
                   ? "did not stop within " + secondsText(times_.stopMax)
                   : "did not say that it is ready within " + secondsText(times_.readyMax);
    if (phase_ == Phase::Leaving || (child_->input().isOpen() && child_->output().isOpen()))
        return std::nullopt;
    if (isEndingNow()) return "";
    return child_->output().isOpen() ? "closed its standard input" : "closed its standard output";
}

// Streams are closed a moment before a program has ended; how it ended is the better answer.
bool ChildRunner::isEndingNow() const
{
    pollfd exit{child_->exitDescriptor(), POLLIN, 0};
    return ::poll(&exit, 1, static_cast<int>(kExitGrace.count())) == 1;
}

void ChildRunner::endChild(const std::string& why)
{
    const std::string ended = child_->end();
    child_.reset();
    deadline_.reset();
    {
        const std::lock_guard lock(mutex_);
        mail_ = {};
    }
    host_.counter("child_ends", "how often the program ended or was ended").add(1);
    const Phase was = std::exchange(phase_, Phase::Down);
    const std::string words = why.empty() ? ended : why;
    report_.ended(words);
    if (std::exchange(hasGreeted_, false))
        listener_.gone(words);
    else
        listener_.failed(words);
    if (was == Phase::Leaving) {
        if (!why.empty()) host_.log(LogLevel::Warning, settings_.command[0] + ": " + words);
        return;
    }
    if (was == Phase::Ready && now() - readySince_ >= times_.retryMax) delay_ = {};
    giveUp(words);
}

void ChildRunner::giveUp(const std::string& why)
{
    delay_ = std::clamp(delay_ * 2, times_.retryFirst, times_.retryMax);
    startAt_ = now() + delay_;
    const std::string words = settings_.command[0] + ": " + why;
    host_.degraded(words + "; started again in " + secondsText(delay_));
    if (words == whyDown_) return;
    whyDown_ = words;
    host_.log(LogLevel::Warning, words);
}

} // namespace historian::child
