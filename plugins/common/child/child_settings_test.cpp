#include "child/child_settings.h"

#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::child {

using testing::TestConfig;

TEST(ChildSettings, AreReadAsWritten)
{
    TestConfig config(kKeys, {{"memory_max", "64MiB"}, {"files_max", "32"}});
    config.add("command", "/usr/bin/python3");
    config.add("command", "sensor.py");
    config.add("config", "url=http://a/?b=c");
    config.add("config", "unit=");
    const ChildSettings settings = readSettings(config);
    EXPECT_EQ(settings.command, (std::vector<std::string>{"/usr/bin/python3", "sensor.py"}));
    EXPECT_EQ(settings.config[0], std::pair(std::string("url"), std::string("http://a/?b=c")));
    EXPECT_EQ(settings.config[1].second, "");
    EXPECT_EQ(settings.memoryBytesMax, 64U * 1024 * 1024);
    EXPECT_EQ(settings.filesMax, 32U);
}

TEST(ChildSettings, RefuseACommandWithoutAPathAndAConfigWithoutAKey)
{
    TestConfig none(kKeys);
    EXPECT_THROW(readSettings(none), ConfigError);
    TestConfig relative(kKeys);
    relative.add("command", "python3");
    EXPECT_THROW(readSettings(relative), ConfigError);
    TestConfig config(kKeys);
    config.add("command", "/bin/true");
    config.add("config", "=x");
    EXPECT_THROW(readSettings(config), ConfigError);
}

TEST(ChildSettings, WantAProgramThatCanBeRun)
{
    for (const auto& [path, why] : {std::pair("/nowhere/sensor", "No such file or directory"),
                                    std::pair("/etc/passwd", "is not executable (chmod +x)"),
                                    std::pair("/etc", "is no program")}) {
        testing::TestConfig config(kKeys);
        config.add("command", path);
        try {
            readSettings(config);
            ADD_FAILURE() << path;
        } catch (const Unavailable& fault) {
            EXPECT_EQ(fault.what(),
                      "test.yaml:command: command: " + std::string(path) + ": " + why);
        }
    }
}

} // namespace historian::child
