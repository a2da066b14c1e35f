#include "copy_text.h"

#include <gtest/gtest.h>

namespace historian::postgres {

namespace {

constexpr Time kTime{std::chrono::milliseconds(1'737'369'000'250)}; // 2025-01-20T10:30:00.25Z

rows::Row row()
{
    return {.device = "roof", .time = kTime, .seq = 7};
}

std::string textOf(const rows::Row& row)
{
    CopyText copy("site-001", "store-a");
    copy.add(row);
    return copy.view();
}

} // namespace

TEST(CopyText, HasEveryColumnInItsPlace)
{
    rows::Row full = row();
    full.typed[2] = 550.5;
    full.typed[9] = 1;
    full.extra = {{"energy_export_kwh", "12"}, {"phase", R"("L1")"}};
    full.quality = R"({"current":"bad_comm"})";
    full.flags = 16;
    full.origin = R"("measured")";
    EXPECT_EQ(textOf(full),
              "site-001\troof\t2025-01-20T10:30:00.250Z\tstore-a\t7\t\\N\t\\N\t550."
              "5\t\\N\t\\N\t\\N\t\\N\t"
              "\\N\t\\N\t1\t\\N\t{\"energy_export_kwh\":12,\"phase\":\"L1\"}\t{\"current\":\"bad_"
              "comm\"}\t"
              "16\t\"measured\"\n");
}

TEST(CopyText, EscapesWhatCopyReadsAsMoreThanLetters)
{
    rows::Row odd = row();
    odd.device = "a\tb\nc\rd\\";
    EXPECT_NE(textOf(odd).find("\ta\\tb\\nc\\rd\\\\\t"), std::string::npos) << textOf(odd);
}

TEST(CopyText, IsOneLineARow)
{
    CopyText copy("site-001", "store-a");
    EXPECT_TRUE(copy.view().empty());
    copy.add(row());
    copy.add(row());
    EXPECT_EQ(copy.view(), textOf(row()) + textOf(row()));
}

} // namespace historian::postgres
