#include "../api_site.h"
#include "scripted_destinations.h"

namespace historian::web::testing {
namespace {

class ProbeApi : public ApiTest {
protected:
    ProbeApi()
    {
        instances.push_back({"output", "cloud", "supabase", "0.1.0", {}, "", at(0), {}});
        context.destinations = &destinations;
        destinations.steps = {{"reach https://ref.supabase.co", true, "TLS 1.3, 41 ms"},
                              {"log in", false, "the key is refused; set it anew"}};
    }

    HttpReply probe(const std::string& name)
    {
        return ask("POST", "/api/v1/instances/" + name + "/probe");
    }

    ScriptedDestinations destinations;
};

TEST_F(ProbeApi, SaysWhatAnsweredStepByStep)
{
    const JsonView view(probe("cloud").body);
    EXPECT_FALSE(view.flag("/good"));
    EXPECT_EQ(view.size("/steps"), 2U);
    EXPECT_TRUE(view.flag("/steps/0/good"));
    EXPECT_EQ(view.text("/steps/1/what"), "log in");
    EXPECT_EQ(view.text("/steps/1/found"), "the key is refused; set it anew");
    EXPECT_EQ(site.logbook.list(0, 1)[0].action, "instance_probed");
    EXPECT_EQ(site.logbook.list(0, 1)[0].detail, "found a fault");
}

TEST_F(ProbeApi, IsGoodIfEveryStepIs)
{
    destinations.steps.pop_back();
    EXPECT_TRUE(JsonView(probe("cloud").body).flag("/good"));
}

TEST_F(ProbeApi, NamesTheInstancesThereAreWhenOneIsUnknown)
{
    const HttpReply reply = probe("clod");
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(JsonView(reply.body).text("/code"), "unknown_instance");
    EXPECT_NE(JsonView(reply.body).text("/detail").find("cloud"), std::string::npos);
    EXPECT_TRUE(destinations.acts.empty());
}

TEST_F(ProbeApi, SaysThatAnInstanceHasNothingToProbe)
{
    destinations.refusal = Error{"input http offers no probe"};
    EXPECT_EQ(JsonView(probe("cloud").body).text("/detail"), "input http offers no probe");
    context.destinations = nullptr;
    const HttpReply reply = probe("cloud");
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(JsonView(reply.body).text("/code"), "no_probe");
    EXPECT_EQ(JsonView(reply.body).text("/detail"),
              "output 'cloud' (plugin supabase) has nothing to probe");
    EXPECT_EQ(site.logbook.list(0, 1)[0].who, "daemon") << "nothing was done";
}

} // namespace
} // namespace historian::web::testing
