#include "http_input.h"

namespace historian::http {

HttpInput::HttpInput(Host& host, const Config& /*config*/)
    : host_(host), intake_(host), board_(intake_), readings_(intake_)
{
}

void HttpInput::start(Sink& sink)
{
    intake_.open(sink);
    host_.healthy();
}

void HttpInput::stop()
{
    intake_.close();
}

std::vector<Route> HttpInput::routes()
{
    return {{"POST",
             std::string(kBoardPath),
             Access::Ingest,
             kBoardBodyBytesMax,
             BodyMode::Whole,
             [this](HttpRequest& request) { return board_.answer(request); }},
            {"POST",
             std::string(kReadingsPath),
             Access::Ingest,
             kReadingsBodyBytesMax,
             BodyMode::Streamed,
             [this](HttpRequest& request) { return readings_.answer(request); }}};
}

} // namespace historian::http
