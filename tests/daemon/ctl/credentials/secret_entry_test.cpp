#include "ctl/api_client.h"
#include "ctl/credentials/secret_entry.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace historian::ctl {
namespace {

/// What is read from a pipe that holds that text and was closed.
std::string readPiped(const std::string& text)
{
    int ends[2] = {};
    EXPECT_EQ(::pipe(ends), 0);
    const std::jthread writer([&] {
        std::size_t done = 0;
        while (done < text.size()) {
            const ssize_t length = ::write(ends[1], text.data() + done, text.size() - done);
            if (length <= 0) break;
            done += static_cast<std::size_t>(length);
        }
        ::close(ends[1]);
    });

    struct Closing {
        int descriptor;

        ~Closing() { ::close(descriptor); }
    } const closing{ends[0]};

    return readSecret(ends[0], "");
}

TEST(SecretEntry, TakesAllOfAPipeAndCutsTheLineEnd)
{
    EXPECT_EQ(readPiped("hush\n"), "hush");
    EXPECT_EQ(readPiped("two\nlines\r\n"), "two\nlines");
}

TEST(SecretEntry, RefusesNothing)
{
    EXPECT_THROW(readPiped(""), ApiError);
    EXPECT_THROW(readPiped("\n"), ApiError);
}

TEST(SecretEntry, TakesAtMost64KiB)
{
    EXPECT_EQ(readPiped(std::string(kSecretBytesMax, 'x')).size(), kSecretBytesMax);
    EXPECT_THROW(readPiped(std::string(kSecretBytesMax + 1, 'x')), ApiError);
}

/// A terminal and the person before it.
class Terminal {
public:
    Terminal() : person_(::posix_openpt(O_RDWR | O_NOCTTY))
    {
        ::grantpt(person_);
        ::unlockpt(person_);
        program_ = ::open(::ptsname(person_), O_RDWR | O_NOCTTY);
    }

    ~Terminal()
    {
        ::close(program_);
        ::close(person_);
    }

    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    int program() const { return program_; }

    bool shows() const
    {
        termios now = {};
        ::tcgetattr(program_, &now);
        return (now.c_lflag & ECHO) != 0;
    }

    /// Types once the terminal hides what is typed.
    void typeHidden(const std::string& text) const
    {
        while (shows()) std::this_thread::yield();
        ASSERT_EQ(::write(person_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    /// All that was shown so far.
    std::string shown() const
    {
        std::string text;
        char chunk[256];
        pollfd ready{person_, POLLIN, 0};
        while (::poll(&ready, 1, 0) == 1) {
            const ssize_t length = ::read(person_, chunk, sizeof chunk);
            if (length <= 0) break;
            text.append(chunk, static_cast<std::size_t>(length));
        }
        return text;
    }

private:
    int person_;
    int program_;
};

TEST(SecretEntry, ShowsNothingOfWhatIsTyped)
{
    const Terminal terminal;
    const std::jthread person([&] { terminal.typeHidden("hush\n"); });
    EXPECT_EQ(readSecret(terminal.program(), ""), "hush");
    EXPECT_TRUE(terminal.shows()) << "the terminal is as it was";
    EXPECT_EQ(terminal.shown().find("hush"), std::string::npos);
}

TEST(SecretEntry, GivesUpAtCtrlCAndLeavesTheTerminalAsItWas)
{
    const Terminal terminal;
    const std::jthread person([&] { terminal.typeHidden("hu\x03"); });
    EXPECT_THROW(readSecret(terminal.program(), ""), ApiError);
    EXPECT_TRUE(terminal.shows());
}

} // namespace
} // namespace historian::ctl
