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

std::vector<ProbeStep> HttpInput::probe()
{
    return last_.steps(host_.clock().steady());
}

template <typename Answerer>
HttpHandler HttpInput::noting(Answerer& route)
{
    return [this, &route](HttpRequest& request) {
        HttpReply reply = route.answer(request);
        last_.answered(request, reply.status, host_.clock().steady());
        return reply;
    };
}

std::vector<Route> HttpInput::routes()
{
    return {{"POST",
             std::string(kBoardPath),
             Access::Ingest,
             kBoardBodyBytesMax,
             BodyMode::Whole,
             noting(board_)},
            {"POST",
             std::string(kReadingsPath),
             Access::Ingest,
             kReadingsBodyBytesMax,
             BodyMode::Streamed,
             noting(readings_)}};
}

} // namespace historian::http
