#pragma once

#include "board_route.h"
#include "last_post.h"
#include "readings_route.h"

#include <historian/http.h>
#include <historian/plugin.h>

#include <vector>

namespace historian::http {

/// The input that boards and programs post readings to, on the daemon's web server.
class HttpInput : public Input, public Routes, public Probe {
public:
    HttpInput(Host& host, const Config& config);

    static constexpr PluginAbout about()
    {
        return {"http", "0.1.0", "Readings posted over HTTP, one by one or in bulk", {}};
    }

    void start(Sink& sink) override;
    void stop() override;

    std::vector<Route> routes() override;
    std::vector<ProbeStep> probe() override;

private:
    template <typename Answerer>
    HttpHandler noting(Answerer& route);

    Host& host_;
    LastPost last_;
    Intake intake_;
    BoardRoute board_;
    ReadingsRoute readings_;
};

} // namespace historian::http
