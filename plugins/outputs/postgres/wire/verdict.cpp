#include "wire/verdict.h"

#include <algorithm>

namespace historian::postgres {

namespace {

enum class Class : std::uint8_t { Row, Later, Less, Person };

struct Rule {
    std::string_view prefix;
    Class meaning;
};

// The longest prefix decides, so the whole codes come first.
constexpr Rule kRules[] = {
    {"57014", Class::Less},   // statement_timeout
    {"25006", Class::Person}, // read-only
    {"55P03", Class::Later},  // lock not available
    {"21000", Class::Row},    // two values where one fits
    {"428C9", Class::Row},    // a generated column
    {"P0001", Class::Row},    // a trigger said no
    {"22", Class::Row},       // data
    {"23", Class::Row},       // constraint
    {"44", Class::Row},       // check option of a view
    {"54", Class::Less},      // program limit
    {"08", Class::Later},     // connection
    {"40", Class::Later},     // serialization, deadlock
    {"53", Class::Later},     // disk, memory, connections
    {"57", Class::Later},     // shutting down
    {"58", Class::Later},     // system
    {"XX", Class::Later},     // internal
};

// What is not known is held: to discard would be worse.
Class classOf(std::string_view state)
{
    const auto* rule =
        std::ranges::find_if(kRules, [&](const Rule& r) { return state.starts_with(r.prefix); });
    return rule == std::end(kRules) ? Class::Person : rule->meaning;
}

bool isStateLetter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

} // namespace

Delivery verdictOf(const Failure& failure)
{
    using std::chrono::milliseconds;
    if (failure.isLogin) return Delivery::hold(failure.message);
    if (failure.isSlow) return Delivery::retry(milliseconds(0), failure.message);
    if (failure.state.empty()) return Delivery::retry(kRetryAfter, failure.message);
    const std::string why = failure.message + " (SQLSTATE " + failure.state + ")";
    switch (classOf(failure.state)) {
    case Class::Row: return Delivery::rejected(why);
    case Class::Later: return Delivery::retry(kRetryAfter, why);
    case Class::Less: return Delivery::retry(milliseconds(0), why);
    case Class::Person: break;
    }
    return Delivery::hold(why);
}

Delivery verdictOfOne(const Failure& failure)
{
    Delivery verdict = verdictOf(failure);
    const bool isTooLarge = failure.state.starts_with("54");
    if (verdict.kind == Delivery::Kind::Retry && !isTooLarge)
        verdict.after = std::max(verdict.after, kRetryAfter);
    return verdict;
}

// Verbose words are `SEVERITY:  STATE: message`, perhaps behind libpq's own.
std::string_view stateIn(std::string_view words)
{
    constexpr std::string_view kBefore = ":  ";
    constexpr std::size_t kLength = 5;
    for (std::size_t at = words.find(kBefore); at != std::string_view::npos;
         at = words.find(kBefore, at + 1)) {
        const std::string_view rest = words.substr(at + kBefore.size());
        if (rest.size() > kLength && rest[kLength] == ':' &&
            std::ranges::all_of(rest.substr(0, kLength), isStateLetter))
            return rest.substr(0, kLength);
    }
    return {};
}

} // namespace historian::postgres
