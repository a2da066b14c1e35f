#pragma once

#include "Arduino.h"
#include "fake_request.h"
#include "readings_route.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <map>
#include <string>
#include <vector>

namespace historian::http {

/// A gateway for the sketch: the plugin's own route behind a network and a store with faults. It
/// knows repeats by the readings' ids, as the host does.
class FakeGateway {
public:
    enum class Fault {
        None,
        NoAnswer,   ///< the request is lost
        AnswerLost, ///< the readings are stored, the answer is lost
        Busy,       ///< 503
        TooMany,    ///< 429
        Unauthorized,
        Rejected,
    };

    static constexpr int kFaults = 5; ///< after which sending again helps, and None

    struct Stored {
        double value = 0;
        double lost = 0;
        std::int64_t measuredMs = 0; ///< receipt minus age, on the board's clock
    };

    FakeGateway() { intake_.open(sink_); }

    FakeBoard::Answer serve(const std::string& request)
    {
        requests.push_back(request);
        switch (fault) {
        case Fault::NoAnswer: return {-1, ""};
        case Fault::Busy: return {503, retryAfter};
        case Fault::TooMany: return {429, retryAfter};
        case Fault::Unauthorized: return {401, ""};
        case Fault::Rejected: return {422, ""};
        default: break;
        }
        const int status = take(request);
        return {fault == Fault::AnswerLost ? -11 : status, ""};
    }

    std::map<std::uint32_t, Stored> storedInOrder() const
    {
        std::map<std::uint32_t, Stored> ordered;
        for (const auto& [id, reading] : stored)
            ordered[static_cast<std::uint32_t>(std::stoul(id.substr(id.find('/') + 1)))] = reading;
        return ordered;
    }

    Fault fault = Fault::None;
    std::string retryAfter;
    std::vector<std::string> requests;
    std::map<std::string, Stored> stored; ///< by message id
    std::size_t repeats = 0;
    std::size_t contradictions = 0; ///< repeats with another value or time

private:
    int take(const std::string& request)
    {
        FakeRequest parsed(request.substr(request.find("\r\n\r\n") + 4));
        parsed.headers["Content-Type"] = "application/json";
        const HttpReply reply = ReadingsRoute(intake_).answer(parsed);
        const Batch batch = sink_.everything();
        for (; seen_ < batch.readings().size(); ++seen_) keep(batch, batch.readings()[seen_]);
        return reply.status;
    }

    void keep(const Batch& batch, const Reading& reading)
    {
        Stored now;
        now.measuredMs = board.uptimeUs / 1000 - reading.age.count() / 1000;
        for (const Value& value : batch.values(reading))
            (host_.name(value.metric()) == "current" ? now.value : now.lost) =
                value.asNumber().value_or(0);
        const auto [before, isNew] = stored.emplace(batch.text(reading.messageId), now);
        if (isNew) return;
        ++repeats;
        if (before->second.value != now.value || before->second.measuredMs != now.measuredMs)
            ++contradictions;
    }

    testing::FakeHost host_;
    testing::FakeSink sink_{testing::FakeSink::Mood::Committing};
    Intake intake_{host_, std::chrono::seconds(5)};
    std::size_t seen_ = 0;
};

} // namespace historian::http
