#include "ctl/offline/progress.h"

#include <gtest/gtest.h>

namespace historian::ctl {

TEST(Progress, WritesOneLineOverAndOverOnATerminal)
{
    std::string told;
    Progress progress(true, [&told](const std::string& text) { told += text; });
    progress.show(1, 247, "unit 1");
    progress.show(2, 247, "unit 2");
    progress.end();
    EXPECT_EQ(told, "\r\x1b[Kunit 1\r\x1b[Kunit 2\r\x1b[K");
}

TEST(Progress, CutsWhatANarrowTerminalWouldWrap)
{
    std::string told;
    Progress progress(
        true, [&told](const std::string& text) { told += text; }, 6);
    progress.show(1, 247, "unit 17");
    EXPECT_EQ(told, "\r\x1b[Kunit ");
}

TEST(Progress, WritesALineWithEachTenthElsewhere)
{
    std::string told;
    Progress progress(false, [&told](const std::string& text) { told += text; });
    for (std::size_t done = 0; done < 247; ++done) progress.show(done, 247, std::to_string(done));
    progress.end();
    EXPECT_EQ(told, "25\n50\n75\n99\n124\n149\n173\n198\n223\n");
}

TEST(Progress, OfNothingIsDone)
{
    std::string told;
    Progress progress(false, [&told](const std::string& text) { told += text; });
    progress.show(0, 0, "all");
    EXPECT_EQ(told, "all\n");
}

} // namespace historian::ctl
