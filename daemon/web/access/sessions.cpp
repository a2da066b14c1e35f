#include "web/access/sessions.h"

#include <historian/error.h>

#include <sys/random.h>

#include <algorithm>
#include <array>

namespace historian::web {

std::string randomText()
{
    std::array<unsigned char, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw Unavailable("the operating system gives no random bytes");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

bool equalsInConstantTime(std::string_view left, std::string_view right)
{
    if (left.size() != right.size()) return false;
    unsigned differ = 0;
    for (std::size_t at = 0; at < left.size(); ++at)
        differ |= static_cast<unsigned char>(left[at] ^ right[at]);
    return differ == 0;
}

bool Sessions::isOver(const Entry& entry, SteadyTime now) const
{
    return now - entry.used >= limits_.sessionIdle || now - entry.opened >= limits_.sessionLife;
}

void Sessions::makeRoom(SteadyTime now)
{
    std::erase_if(entries_, [&](const auto& each) { return isOver(each.second, now); });
    if (entries_.size() < limits_.sessionsMax) return;
    entries_.erase(
        std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return a.second.used < b.second.used;
        }));
}

Sessions::Session Sessions::open()
{
    const std::lock_guard lock(mutex_);
    const SteadyTime now = clock_.steady();
    makeRoom(now);
    Session session{randomText(), randomText()};
    entries_.emplace(session.id, Entry{session.csrf, now, now});
    return session;
}

std::optional<std::string> Sessions::use(std::string_view id)
{
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) return {};
    const SteadyTime now = clock_.steady();
    if (isOver(found->second, now)) {
        entries_.erase(found);
        return {};
    }
    found->second.used = now;
    return found->second.csrf;
}

void Sessions::close(std::string_view id)
{
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(id); found != entries_.end()) entries_.erase(found);
}

void Sessions::closeAll()
{
    const std::lock_guard lock(mutex_);
    entries_.clear();
}

} // namespace historian::web
