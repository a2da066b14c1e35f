#include "wire/verdict.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace historian::supabase {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kWhyBytesMax = 300;
constexpr std::size_t kWordsBytesMax = 16'384; // of the server, that are looked through
constexpr seconds kRetryAfterMax{3600};

/// The longest prefix that fits decides; the rows are in that order.
struct CodeRow {
    std::string_view prefix;
    Verdict verdict;
};

constexpr CodeRow kCodes[] = {
    {"428C9", Verdict::Poison},    // a generated column was given a value
    {"55P03", Verdict::Transient}, // lock not available
    {"57014", Verdict::Shrink},    // statement timeout
    {"23502", Verdict::Poison},       {"23503", Verdict::Poison},
    {"23505", Verdict::Poison},       {"23514", Verdict::Poison},
    {"21000", Verdict::Poison},       {"P0001", Verdict::Poison},
    {"25006", Verdict::Hold}, // read-only
    {"PGRST000", Verdict::Transient}, {"PGRST001", Verdict::Transient},
    {"PGRST002", Verdict::Transient}, {"PGRST003", Verdict::Transient},
    {"PGRSTX", Verdict::Transient},   {"PGRST3", Verdict::Login},
    {"PGRST", Verdict::Hold},         {"08", Verdict::Transient},
    {"22", Verdict::Poison},          {"28", Verdict::Hold},
    {"40", Verdict::Transient},       {"42", Verdict::Hold}, // a table, column, index or right
    {"53", Verdict::Transient},       {"54", Verdict::Shrink},
    {"57", Verdict::Transient},       {"58", Verdict::Transient},
    {"XX", Verdict::Transient},
};

/// What is sent is well-formed and in UTF-8, and says what is to become of repeats and of what is
/// left out. A server that complains of one of these got something else.
struct GarbledRow {
    std::string_view code;
    std::string_view words; ///< names, which no language of the server's changes
};

constexpr GarbledRow kGarbled[] = {
    {"PGRST102", ""},               // neither JSON nor CSV, or not called so
    {"22021", ""},                  // bytes that are not UTF-8
    {"22P02", "json"},              // the body, or an object in it
    {"42883", "ingest_readings()"}, // the body is gone
    {"23502", "flags"},             // the Prefer header is gone: missing=default
    {"23505", "_pkey"},             // the same: resolution=ignore-duplicates
};

constexpr std::string_view kGarbledAdvice =
    "what arrived is not what was sent: a proxy or a filter on the way cuts or changes requests";

bool isGarbled(const ServerError& error)
{
    return std::ranges::any_of(kGarbled, [&error](const GarbledRow& row) {
        return error.code == row.code && error.message.find(row.words) != std::string::npos;
    });
}

Verdict verdictOfStatus(long status)
{
    switch (status) {
    case 401: return Verdict::Login;
    case 408:
    case 425: return Verdict::Transient;
    case 413:
    case 504:
    case 544: return Verdict::Shrink;
    case 420:
    case 429: return Verdict::Rate;
    case 540: return Verdict::Hold; // the project is paused
    default: break;
    }
    if (status >= 500) return Verdict::Transient;
    return status >= 400 ? Verdict::Hold : Verdict::Suspect;
}

struct AdviceRow {
    std::string_view code; ///< or the status as text
    std::string_view advice;
};

constexpr AdviceRow kAdvice[] = {
    {"invalid_credentials", "check email and password against the Auth user of this gateway"},
    {"25006", "the database is read-only: it is full, or under repair"},
    {"42501",
     "this login may not write for this site: run historian_enroll for it, give email and "
     "password, "
     "and run schema.sql again"},
    {"42703", "a column is missing: run schema.sql again"},
    {"42P01", "a table is missing: run schema.sql"},
    {"42P10", "the key of the table is missing: run schema.sql again"},
    {"42883", "a function is missing: run schema.sql"},
    {"PGRST106", "the schema public is not exposed by the API"},
    {"PGRST202", "a function is missing: run schema.sql"},
    {"PGRST204", "a column is missing: run schema.sql again"},
    {"PGRST205", "a table is missing: run schema.sql"},
    {"PGRST3", "the key or token is not one of this project"},
    {"401", "the key is not one of this project"},
    {"402", "the organisation is restricted: look at its usage and its bill"},
    {"404", "check url, and whether schema.sql was run"},
    {"540", "the project is paused: restore it in the dashboard"},
};

std::string textOf(const simdjson::dom::object& object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// One line of printable text without secrets, cut at a character.
std::string tidied(std::string_view words, const secrets::Redactor& redactor)
{
    std::string text = redactor.clean(words.substr(0, kWordsBytesMax));
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    if (text.size() <= kWhyBytesMax) return text;
    std::size_t end = kWhyBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
}

} // namespace

Verdict verdictOf(long status, const ServerError& error)
{
    if (isGarbled(error)) return Verdict::Garbled;
    const std::string_view code = error.code;
    // PTnnn is a status that somebody's SQL chose; what is no SQLSTATE or PGRST says nothing.
    for (const CodeRow& row : kCodes)
        if ((code.size() == 5 || code.starts_with("PGRST")) && code.starts_with(row.prefix))
            return row.verdict;
    return verdictOfStatus(status);
}

std::string_view adviceOf(long status, std::string_view code)
{
    const std::string number = std::to_string(status);
    for (const AdviceRow& row : kAdvice)
        if (code.starts_with(row.code) || (code.empty() && number == row.code)) return row.advice;
    return {};
}

ServerError errorOf(std::string_view body)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(body.data(), body.size()).get(object) != simdjson::SUCCESS) return {};
    ServerError error{.code = textOf(object, "code"),
                      .message = textOf(object, "message"),
                      .details = textOf(object, "details"),
                      .hint = textOf(object, "hint")};
    if (error.code.empty()) error.code = textOf(object, "error_code"); // the Auth server's shape
    if (error.message.empty()) error.message = textOf(object, "msg");
    return error;
}

std::string
whyOf(const curl::Answer& answer, const ServerError& error, const secrets::Redactor& redactor)
{
    if (answer.status == 0) return tidied("no answer: " + answer.failure, redactor);
    std::string why = "HTTP " + std::to_string(answer.status);
    if (!error.code.empty()) why += " " + error.code;
    if (!error.message.empty()) why += ": " + error.message;
    if (!error.details.empty()) why += " (" + error.details + ")";
    if (!error.hint.empty()) why += "; hint: " + error.hint;
    if (error.code.empty() && error.message.empty())
        why += " without a reason, content type \"" + std::string(answer.header("content-type")) +
               "\"";
    why = tidied(why, redactor);
    const std::string_view advice =
        isGarbled(error) ? kGarbledAdvice : adviceOf(answer.status, error.code);
    if (!advice.empty()) why.append(". ").append(advice);
    return why;
}

milliseconds retryAfterOf(const curl::Answer& answer)
{
    const std::string_view text = answer.header("retry-after");
    if (text.empty()) return milliseconds(0);
    long number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault == std::errc() && end == text.data() + text.size())
        return std::clamp(seconds(number), seconds(0), kRetryAfterMax);
    const auto until = curl::httpDate(text);
    const auto now = curl::httpDate(answer.header("date"));
    if (!until || !now) return milliseconds(0);
    return std::clamp(*until - *now, seconds(0), kRetryAfterMax);
}

} // namespace historian::supabase
