#include "state/accounts.h"

#include "state/database.h"
#include "state/logbook.h"
#include "state/secrets.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace historian::state {

using namespace Poco::Data::Keywords;

namespace {

constexpr auto kPassword = "password";
constexpr auto kSetupCode = "setup_code";
constexpr std::size_t kSetupCodeBits = 65;
constexpr std::size_t kTokenBits = 130;
constexpr std::size_t kTokensMax = 64;
constexpr std::size_t kTokenNameBytesMax = 64;

constexpr std::array<std::pair<Access, const char*>, 5> kScopes{{{Access::Ingest, "ingest"},
                                                                 {Access::Read, "read"},
                                                                 {Access::Operate, "operate"},
                                                                 {Access::Report, "report"},
                                                                 {Access::Admin, "admin"}}};

// A code as it counts: people type it with other letters, blanks or none between the groups.
std::string plain(std::string_view code)
{
    std::string text;
    for (const char c : code) {
        if (c == '-' || c == ' ') continue;
        text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

// UTF-8: all bytes but those that go on with a character.
std::size_t charactersOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

struct Secret {
    std::string body;
    Time at{};
};

std::optional<Secret> findSecret(Database& database, std::string name)
{
    return database.with([&](Poco::Data::Session& session) -> std::optional<Secret> {
        Secret secret;
        Poco::Int64 at = 0;
        Poco::Data::Statement select(session);
        select << "SELECT body, at FROM secret WHERE name = ?", into(secret.body), into(at),
            use(name);
        if (select.execute() == 0) return std::nullopt;
        secret.at = Time(std::chrono::microseconds(at));
        return secret;
    });
}

void putSecret(Database& database, std::string name, std::string body, Time time)
{
    Poco::Int64 at = time.time_since_epoch().count();
    database.with([&](Poco::Data::Session& session) {
        session << "INSERT OR REPLACE INTO secret (name, body, at) VALUES (?, ?, ?)", use(name),
            use(body), use(at), now;
    });
}

void removeSecret(Database& database, std::string name)
{
    database.with([&](Poco::Data::Session& session) {
        session << "DELETE FROM secret WHERE name = ?", use(name), now;
    });
}

std::string textOf(const std::vector<Access>& scopes)
{
    std::string text;
    for (const auto& [access, name] : kScopes)
        for (const Access scope : scopes)
            if (scope == access) text += std::string(text.empty() ? "" : " ") + name;
    return text;
}

std::vector<Access> scopesOf(const std::string& text)
{
    std::vector<Access> scopes;
    std::istringstream words(text);
    for (std::string word; words >> word;)
        for (const auto& [access, name] : kScopes)
            if (word == name) scopes.push_back(access);
    return scopes;
}

std::vector<std::pair<Token, std::string>> loadTokens(Database& database)
{
    return database.with([](Poco::Data::Session& session) {
        Poco::Data::Statement select(session);
        select << "SELECT name, scopes, created, digest FROM token ORDER BY name";
        select.execute();
        std::vector<std::pair<Token, std::string>> tokens;
        Poco::Data::RecordSet rows(select);
        for (auto& row : rows)
            tokens.emplace_back(
                Token{row.get(0).convert<std::string>(),
                      scopesOf(row.get(1).convert<std::string>()),
                      Time(std::chrono::microseconds(row.get(2).convert<std::int64_t>()))},
                row.get(3).convert<std::string>());
        return tokens;
    });
}

} // namespace

Accounts::Accounts(Database& database, Logbook& logbook, const Clock& clock)
    : database_(database), logbook_(logbook), clock_(clock)
{
}

bool Accounts::isSetUp() const
{
    return findSecret(database_, kPassword).has_value();
}

Result<std::string> Accounts::setupCode(bool isReset)
{
    if (isSetUp() && !isReset) return Error{"the password is set already"};
    const auto known = findSecret(database_, kSetupCode);
    if (known && clock_.now() - known->at < kSetupCodeLife) return known->body;
    const std::string code = randomCode(kSetupCodeBits);
    putSecret(database_, kSetupCode, code, clock_.now());
    return code;
}

std::optional<Time> Accounts::setupCodeExpires() const
{
    const auto known = findSecret(database_, kSetupCode);
    if (!known) return std::nullopt;
    return known->at + kSetupCodeLife;
}

std::optional<Error> Accounts::setPassword(std::string_view code, std::string_view password)
{
    const std::lock_guard lock(scryptMutex_); // also: a code is used up once
    const auto known = findSecret(database_, kSetupCode);
    if (!known || clock_.now() - known->at >= kSetupCodeLife ||
        !isEqualInConstantTime(plain(known->body), plain(code)))
        return Error{"the set-up code is wrong or no longer valid"};
    if (charactersOf(password) < kPasswordCharactersMin)
        return Error{"a password has at least 12 characters"};
    const std::string body = scryptOf(password);
    database_.atomically([&] {
        putSecret(database_, kPassword, body, clock_.now());
        removeSecret(database_, kSetupCode);
        logbook_.append("admin", "password_set", "admin", "with a set-up code");
    });
    return std::nullopt;
}

bool Accounts::isPassword(std::string_view password) const
{
    const auto known = findSecret(database_, kPassword);
    const std::lock_guard lock(scryptMutex_);
    return known && isScryptOf(known->body, password);
}

Result<std::string>
Accounts::addToken(std::string_view name, std::vector<Access> scopes, std::string_view who)
{
    if (name.empty() || name.size() > kTokenNameBytesMax)
        return Error{"a token's name has 1 to 64 bytes"};
    if (scopes.empty()) return Error{"a token needs at least one scope"};
    const auto known = tokens();
    if (known.size() >= kTokensMax) return Error{"there are already 64 tokens"};
    for (const Token& token : known)
        if (token.name == name) return Error{"there is a token of that name"};

    std::string clear = randomCode(kTokenBits);
    std::string key(name);
    std::string digest = sha256Hex(clear);
    std::string scopeText = textOf(scopes);
    Poco::Int64 created = clock_.now().time_since_epoch().count();
    database_.atomically([&] {
        database_.with([&](Poco::Data::Session& session) {
            session << "INSERT INTO token (name, digest, scopes, created) VALUES (?, ?, ?, ?)",
                use(key), use(digest), use(scopeText), use(created), now;
        });
        logbook_.append(std::string(who), "token_added", key, "scopes: " + scopeText);
    });
    return clear;
}

std::optional<Error> Accounts::removeToken(std::string_view name, std::string_view who)
{
    std::string key(name);
    const auto removed = database_.with([&](Poco::Data::Session& session) {
        Poco::Data::Statement remove(session);
        remove << "DELETE FROM token WHERE name = ?", use(key);
        return remove.execute();
    });
    if (removed == 0) return Error{"there is no token of that name"};
    logbook_.append(std::string(who), "token_removed", key, "");
    return std::nullopt;
}

std::vector<Token> Accounts::tokens() const
{
    std::vector<Token> tokens;
    for (auto& [token, digest] : loadTokens(database_)) tokens.push_back(std::move(token));
    return tokens;
}

std::optional<Token> Accounts::findToken(std::string_view clear) const
{
    const std::string digest = sha256Hex(clear);
    std::optional<Token> found;
    for (auto& [token, known] : loadTokens(database_))
        if (isEqualInConstantTime(known, digest)) found = std::move(token);
    return found;
}

} // namespace historian::state
