#include "api_site.h"

#include <set>

namespace historian::web::testing {
namespace {

class Openapi : public ApiTest {
protected:
    static std::string lower(std::string text)
    {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
        return text;
    }

    /// "get /health", …
    std::set<std::string> registered() const
    {
        std::set<std::string> names;
        for (const auto* list : {&routes.guarded, &routes.open})
            for (const Route& route : *list) names.insert(lower(route.method) + " " + route.path);
        for (const LiveRoute& route : routes.live) names.insert("get " + route.path);
        return names;
    }

    /// The same of the document, but for what other parts of the daemon answer.
    std::set<std::string> described() const
    {
        std::set<std::string> names;
        for (const auto& [path, methods] : simdjson::dom::object(openapi.document()["paths"]))
            for (const auto& [method, operation] : simdjson::dom::object(methods)) {
                const std::string_view tag = operation.at_pointer("/tags/0");
                if (tag != "ingest" && tag != "access")
                    names.insert(std::string(method) + " " + std::string(path));
            }
        return names;
    }
};

TEST_F(Openapi, DescribesExactlyTheRoutesThereAre)
{
    EXPECT_EQ(described(), registered());
}

TEST_F(Openapi, DescribesIngestAndAccessToo)
{
    for (const auto* path :
         {"/api/energy-data", "/api/v1/readings", "/api/v1/session", "/api/v1/login"})
        EXPECT_EQ(openapi.document()["paths"][path].error(), simdjson::SUCCESS) << path;
}

TEST_F(Openapi, GivesEveryOperationAnIdOfItsOwn)
{
    std::set<std::string_view> ids;
    std::size_t operations = 0;
    for (const auto& [path, methods] : simdjson::dom::object(openapi.document()["paths"]))
        for (const auto& [method, operation] : simdjson::dom::object(methods)) {
            ids.insert(std::string_view(operation["operationId"]));
            ++operations;
            EXPECT_EQ(operation["summary"].error(), simdjson::SUCCESS) << path;
        }
    EXPECT_EQ(ids.size(), operations);
}

TEST_F(Openapi, HasNoReferenceToNothing)
{
    const std::string text = simdjson::minify(openapi.document());
    const std::string mark = R"("$ref":"#)";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const auto begin = at + mark.size();
        const std::string pointer = text.substr(begin, text.find('"', begin) - begin);
        EXPECT_EQ(openapi.document().at_pointer(pointer).error(), simdjson::SUCCESS) << pointer;
    }
}

TEST_F(Openapi, FindsAnAnswerThatIsNotAsDescribed)
{
    HttpReply reply;
    reply.body = R"({"status":5})";
    EXPECT_NE(openapi.faultOf("GET", "/healthz", reply), "");
    reply.body = R"({"status":"ok","more":1})";
    EXPECT_NE(openapi.faultOf("GET", "/healthz", reply), "");
    reply.body = "{}";
    EXPECT_NE(openapi.faultOf("GET", "/healthz", reply), "");
    reply.status = 418;
    EXPECT_NE(openapi.faultOf("GET", "/healthz", reply), "");
}

} // namespace
} // namespace historian::web::testing
