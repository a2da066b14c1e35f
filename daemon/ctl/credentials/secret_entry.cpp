#include "ctl/credentials/secret_entry.h"

#include "ctl/api_client.h"

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace historian::ctl {

namespace {

constexpr int kFailed = 1;
constexpr char kInterrupt = '\x03';

/// While it lives, the terminal shows nothing that is typed, and Ctrl-C ends the line instead of
/// the program, which would leave the terminal as it is.
class HiddenEntry {
public:
    explicit HiddenEntry(int terminal) : terminal_(terminal)
    {
        ::tcgetattr(terminal_, &before_);
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        hidden.c_lflag |= ECHONL | ICANON;
        hidden.c_cc[VEOL] = kInterrupt;
        if (::tcsetattr(terminal_, TCSAFLUSH, &hidden) != 0)
            throw ApiError("the terminal cannot be told to show nothing", kFailed);
    }

    ~HiddenEntry() { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }

    HiddenEntry(const HiddenEntry&) = delete;
    HiddenEntry& operator=(const HiddenEntry&) = delete;

private:
    int terminal_;
    termios before_{};
};

/// Reads to the end, or to the first line end.
std::string readBytes(int descriptor, bool isLine)
{
    std::string text;
    std::array<char, 4096> chunk{};
    while (text.size() <= kSecretBytesMax) {
        const ssize_t length = ::read(descriptor, chunk.data(), chunk.size());
        if (length < 0 && errno == EINTR) continue;
        if (length < 0)
            throw ApiError("cannot read the secret: " + std::generic_category().message(errno),
                           kFailed);
        text.append(chunk.data(), static_cast<std::size_t>(length));
        if (length == 0 || (isLine && (text.ends_with('\n') || text.ends_with(kInterrupt)))) break;
    }
    return text;
}

std::string readHidden(int terminal, const std::string& prompt)
{
    const HiddenEntry hidden(terminal);
    std::fputs(prompt.c_str(), stderr);
    std::fflush(stderr);
    std::string text = readBytes(terminal, true);
    if (!text.ends_with(kInterrupt)) return text;
    std::fputs("\n", stderr);
    throw ApiError("nothing was changed", kFailed);
}

} // namespace

std::string readSecret(int descriptor, const std::string& prompt)
{
    std::string text =
        ::isatty(descriptor) != 0 ? readHidden(descriptor, prompt) : readBytes(descriptor, false);
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    if (text.empty()) throw ApiError("the secret is empty: nothing was changed", kFailed);
    if (text.size() > kSecretBytesMax)
        throw ApiError("the secret is longer than " + std::to_string(kSecretBytesMax) + " bytes",
                       kFailed);
    return text;
}

} // namespace historian::ctl
