#include "body/document_feed.h"

#include <gtest/gtest.h>

#include <vector>

namespace historian::http {
namespace {

using Documents = std::vector<std::string>;

/// The documents of a body that comes in pieces of that size; a line too long as "...".
Documents documentsOf(std::string_view body, BodyForm form, std::size_t pieceBytes = 1)
{
    Documents documents;
    DocumentFeed feed(form, [&](std::string_view document, bool isTooLong) {
        documents.emplace_back(isTooLong ? "..." : document);
    });
    for (; !body.empty(); body.remove_prefix(std::min(pieceBytes, body.size())))
        feed.push(body.substr(0, pieceBytes));
    feed.finish();
    return documents;
}

TEST(DocumentFeed, CutsLinesWhereverThePiecesEnd)
{
    for (const std::size_t pieceBytes : {1U, 2U, 5U, 100U})
        EXPECT_EQ(documentsOf("{\"a\":1}\n{\"b\":2}\n{\"c\":3}", BodyForm::Lines, pieceBytes),
                  (Documents{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"}));
}

TEST(DocumentFeed, PassesOverBlankLines)
{
    EXPECT_EQ(documentsOf("\n{}\r\n \t\r\n\n{}\n\n", BodyForm::Lines), (Documents{"{}\r", "{}"}));
}

TEST(DocumentFeed, KeepsOneObjectWhole)
{
    for (const char* body : {"{\"a\":1}", " {\"a\":{\"b\":[1,2]}} \r\n", "{\n \"a\":\n1\n}\n"})
        EXPECT_EQ(documentsOf(body, BodyForm::ByShape), Documents{body});
}

TEST(DocumentFeed, KeepsAnArrayWhole)
{
    EXPECT_EQ(documentsOf("[{\"a\":1},\n{\"a\":2}]\n", BodyForm::ByShape),
              Documents{"[{\"a\":1},\n{\"a\":2}]\n"});
}

TEST(DocumentFeed, SeesLinesByTheSecondObject)
{
    for (const std::size_t pieceBytes : {1U, 3U, 100U})
        EXPECT_EQ(documentsOf("{\"a\":1}\n{\"b\":2}\n", BodyForm::ByShape, pieceBytes),
                  (Documents{"{\"a\":1}", "{\"b\":2}"}));
}

TEST(DocumentFeed, IsNotMisledByBracesInTexts)
{
    EXPECT_EQ(documentsOf(R"({"a":"}{\"}","b":2})", BodyForm::ByShape),
              Documents{R"({"a":"}{\"}","b":2})"});
}

TEST(DocumentFeed, PassesOverAByteOrderMark)
{
    EXPECT_EQ(documentsOf("\xEF\xBB\xBF{\"a\":1}", BodyForm::ByShape, 100),
              Documents{"\xEF\xBB\xBF{\"a\":1}"});
}

TEST(DocumentFeed, KeepsWhatIsNoJsonWhole)
{
    EXPECT_EQ(documentsOf("power=5\nmore", BodyForm::ByShape), Documents{"power=5\nmore"});
}

TEST(DocumentFeed, GivesTheBeginningOfALineThatIsTooLongAndGoesOnAfterIt)
{
    const std::string body = "{\"a\":1}\n" + std::string(kLineBytesMax + 5, 'x') + "\n{\"b\":2}\n";
    EXPECT_EQ(documentsOf(body, BodyForm::Lines, 4096),
              (Documents{"{\"a\":1}", "...", "{\"b\":2}"}));
    EXPECT_EQ(documentsOf(body, BodyForm::Lines, body.size()),
              (Documents{"{\"a\":1}", "...", "{\"b\":2}"}));
}

TEST(DocumentFeed, TakesALineOfExactlyTheLimit)
{
    const std::string line(kLineBytesMax, 'x');
    EXPECT_EQ(documentsOf(line + "\n", BodyForm::Lines, 65536), Documents{line});
}

TEST(DocumentFeed, HoldsNoMoreThanAnUnfinishedLine)
{
    DocumentFeed feed(BodyForm::Lines, [](std::string_view, bool) {});
    for (int i = 0; i < 1000; ++i) feed.push("{\"device_id\":\"a\"}\n{\"dev");
    EXPECT_LT(feed.bytesHeld(), 64U);
}

} // namespace
} // namespace historian::http
