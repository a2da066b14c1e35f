#include "settings.h"

#include <historian/error.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::postgres {

using testing::TestConfig;

namespace {

Settings read(const TestConfig::Texts& texts)
{
    return settingsOf(TestConfig(kKeys, texts));
}

std::string complaint(const TestConfig::Texts& texts)
{
    try {
        read(texts);
    } catch (const ConfigError& fault) {
        return fault.what();
    }
    return "";
}

} // namespace

TEST(PostgresSettings, VerifyTheServerWhereNothingElseIsSaid)
{
    const auto parts = read({{"host", "db.example.com"}, {"user", "gateway"}, {"password", "p"}});
    EXPECT_EQ(parts.parameters.at("sslmode"), "verify-full");
    EXPECT_EQ(parts.parameters.at("dbname"), "postgres");
    EXPECT_EQ(parts.parameters.at("password"), "p");
    EXPECT_EQ(parts.server, "postgresql://db.example.com:5432/postgres");
    EXPECT_EQ(read({{"dsn", "postgresql://u:p@db/x"}}).parameters.at("sslmode"), "verify-full");
}

TEST(PostgresSettings, ADsnSaysItAll)
{
    const auto uri = read({{"dsn", "postgresql://u:p%40ss@db:6543/x?sslmode=require"}});
    EXPECT_EQ(uri.parameters.at("password"), "p@ss");
    EXPECT_EQ(uri.parameters.at("sslmode"), "require");
    EXPECT_FALSE(uri.parameters.contains("sslrootcert"));
    EXPECT_EQ(uri.server, "postgresql://db:6543/x");
    EXPECT_EQ(read({{"dsn", "host=/run/pg user=u"}}).parameters.at("host"), "/run/pg");
}

TEST(PostgresSettings, ADsnThatCannotBeReadIsNotQuoted)
{
    const Settings settings = read({{"dsn", "a-secret-alone"}});
    EXPECT_TRUE(settings.parameters.empty());
    EXPECT_EQ(settings.server, "dsn");
    ASSERT_EQ(settings.faults.size(), 1U);
    EXPECT_NE(settings.faults[0].find("dsn: the dsn is neither"), std::string::npos);
    EXPECT_EQ(settings.faults[0].find("secret"), std::string::npos);
}

TEST(PostgresSettings, WantOneServerAndOnlyOne)
{
    EXPECT_NE(complaint({}).find("key 'host' or 'dsn' is missing"), std::string::npos);
    EXPECT_NE(complaint({{"dsn", "host=a"}, {"host", "b"}}).find("already"), std::string::npos);
}

TEST(PostgresSettings, KnowThePasswordsThatMustNotBeShown)
{
    const secrets::Redactor redactor =
        redactorOf({{"password", "s3"}, {"sslpassword", "key-word"}});
    EXPECT_EQ(redactor.clean("s3 and key-word"), "... and ...");
    EXPECT_EQ(redactorOf({}).clean("all"), "all");
}

} // namespace historian::postgres
