#include "ctl/api_client.h"
#include "ctl/modbus/scan_text.h"

#include <Poco/JSON/Array.h>
#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

using Kind = modbus::Answer::Kind;
using std::chrono::milliseconds;

SeenUnit unitOf(std::uint8_t unit, Kind answer, std::uint8_t exception = 0)
{
    return {unit, answer, exception, milliseconds(12), {}};
}

Scanned sunny()
{
    Scanned scanned{{{1, 9}, 9, {}, ScanEnd::Complete}, "tcp://h:502", "", 0};
    scanned.scan.units = {unitOf(1, Kind::Values), unitOf(7, Kind::Exception, 2)};
    scanned.scan.units[0].sunspec.base = 40000;
    scanned.scan.units[0].sunspec.models = {{1, 40002, 66}, {103, 40070, 50}};
    return scanned;
}

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(ScanText, HasALineForEachUnitAndASum)
{
    EXPECT_EQ(scanText(sunny()),
              "UNIT  ANSWERS WITH                  AFTER  SUNSPEC\n"
              "1     values                        12 ms  at 40000, models 1 103\n"
              "7     exception 2, illegal address  12 ms  no\n"
              "2 of 9 units answered on tcp://h:502.\n");
}

TEST(ScanText, SaysWhatToLookAtWhenNobodyAnswered)
{
    const std::string text = scanText({{{1, 9}, 9, {}, ScanEnd::Complete}, "rtu:///dev/x", "", 0});
    EXPECT_TRUE(has(text, "0 of 9 units answered on rtu:///dev/x.\nNobody: check wiring")) << text;
}

TEST(ScanText, SaysOfANetworkWhatIsToBeLookedAtThere)
{
    const std::string text =
        scanText({{{1, 9}, 9, {}, ScanEnd::Complete}, "tcp://h:502", "it closed", 0});
    EXPECT_FALSE(has(text, "wiring")) << text;
    EXPECT_TRUE(has(text, "serves nobody else meanwhile")) << text;
    EXPECT_TRUE(has(text, "Last trouble of the line: it closed.\n")) << text;
}

TEST(ScanText, BlamesNothingWhenItWasInterrupted)
{
    const std::string text =
        scanText({{{1, 247}, 3, {}, ScanEnd::Interrupted}, "rtu:///dev/x", "", 0});
    EXPECT_FALSE(has(text, "Nobody")) << text;
}

TEST(ScanText, SaysWhyItEndedAndWhatWasNotAsked)
{
    Scanned scanned = sunny();
    scanned.scan.asked = 7;
    scanned.scan.end = ScanEnd::Interrupted;
    EXPECT_TRUE(has(scanText(scanned), "Interrupted: units after 7 were not asked.\n"));
    scanned.scan.end = ScanEnd::TimeOver;
    EXPECT_TRUE(has(scanText(scanned), "The limit of 15 minutes was over: units after 7"));
    scanned.scan.end = ScanEnd::LineLost;
    scanned.trouble = "cannot connect";
    EXPECT_TRUE(has(scanText(scanned), "The line was lost (cannot connect): units after 7"));
}

TEST(ScanText, SaysThatRepliesCameTooLate)
{
    Scanned scanned = sunny();
    scanned.strayReplies = 3;
    EXPECT_TRUE(has(scanText(scanned), "3 replies came too late or from another unit"));
    scanned.strayReplies = 1;
    EXPECT_TRUE(has(scanText(scanned), "1 reply came too late"));
}

TEST(ScanText, SaysThatADeviceDoesNotLookAtTheNumber)
{
    Scanned scanned{{{1, 16}, 16, {}, ScanEnd::Complete}, "tcp://h:502", "", 0};
    for (std::uint8_t unit = 1; unit <= 16; ++unit)
        scanned.scan.units.push_back(unitOf(unit, Kind::Values));
    EXPECT_TRUE(has(scanText(scanned), "Every number was answered"));
    scanned.scan.units.pop_back();
    EXPECT_FALSE(has(scanText(scanned), "Every number was answered"));
}

TEST(ScanText, SaysThatANumberIsTakenTwiceAndThatADeviceFellSilent)
{
    Scanned scanned = sunny();
    scanned.scan.units.push_back(unitOf(8, Kind::Garbled));
    scanned.scan.units.push_back(unitOf(9, Kind::Values));
    scanned.scan.units[3].sunspec.end = Kind::Silent;
    scanned.scan.units[0].sunspec.end = Kind::Silent;
    const std::string text = scanText(scanned);
    EXPECT_TRUE(
        has(text, "8     garbled: two devices with this number, or noise  12 ms  not asked"));
    EXPECT_TRUE(has(text, "no answer to that\n"));
    EXPECT_TRUE(has(text, "models 1 103, and then no answer\n"));
}

TEST(ScanText, SaysHowTheListOfModelsEnded)
{
    Scanned scanned = sunny();
    scanned.scan.units[0].sunspec.end = Kind::Exception; // as good as an end mark
    EXPECT_TRUE(has(scanText(scanned), "models 1 103\n"));
    EXPECT_TRUE(has(scanJson(scanned), R"("models":[1,103],"complete":true)"));
    scanned.scan.units[0].sunspec.isWhole = false;
    EXPECT_TRUE(has(scanText(scanned), "models 1 103, and then no end mark\n"));
    EXPECT_TRUE(has(scanJson(scanned), R"("models":[1,103],"complete":false)"));
}

TEST(ScanJson, HasTheSame)
{
    Scanned scanned = sunny();
    scanned.scan.end = ScanEnd::Interrupted;
    const auto object = parseObject(scanJson(scanned));
    EXPECT_EQ(object->getValue<int>("asked"), 9);
    EXPECT_FALSE(object->getValue<bool>("complete"));
    EXPECT_EQ(textOf(*object, "why"), "Interrupted");
    const auto units = object->getArray("units");
    ASSERT_EQ(units->size(), 2U);
    EXPECT_EQ(units->getObject(0)->getObject("sunspec")->getValue<int>("base"), 40000);
    EXPECT_EQ(units->getObject(1)->getValue<int>("exception"), 2);
    EXPECT_TRUE(units->getObject(1)->isNull("sunspec"));
    EXPECT_EQ(textOf(*units->getObject(1), "answer"), "exception");
}

TEST(ScanProgress, SaysHowLongItCanLastAtMost)
{
    Scan scan{{1, 247}, 16, {unitOf(1, Kind::Values)}, ScanEnd::Complete};
    EXPECT_EQ(progressText(scan, milliseconds(1000)),
              "unit 17 of 1-247, 1 answered, at most 231 s left");
    EXPECT_EQ(progressText(scan, std::chrono::seconds(60)),
              "unit 17 of 1-247, 1 answered, at most 900 s left");
}

} // namespace historian::ctl
