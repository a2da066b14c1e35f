#include "ctl/table.h"

#include <gtest/gtest.h>

namespace historian::ctl {

TEST(Table, AlignsItsColumnsAndEndsLinesAtTheLastWord)
{
    Table table({"ID", "STATE"});
    table.add({"ESP32-001", "fresh"});
    table.add({"m1", "-"});
    EXPECT_EQ(table.text(),
              "ID         STATE\n"
              "ESP32-001  fresh\n"
              "m1         -\n");
}

TEST(Table, KeepsControlCharactersFromTheTerminal)
{
    EXPECT_EQ(printable("a\x1b[2Jb\n"), "a?[2Jb?");
}

TEST(Table, AlignsTextsWithAccents)
{
    Table table({"LABEL", "STATE"});
    table.add({"été", "fresh"});
    table.add({"toits", "late"});
    EXPECT_EQ(table.text(),
              "LABEL  STATE\n"
              "été    fresh\n"
              "toits  late\n");
}

} // namespace historian::ctl
