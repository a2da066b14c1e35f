#include "intake.h"

#include "replies.h"

#include <utility>

namespace historian::http {

Intake::Intake(Host& host, std::chrono::milliseconds answerDeadline)
    : host_(host),
      answerDeadline_(answerDeadline),
      requests_(host.counter("requests", "requests to the ingest routes")),
      tolerated_(
          host.counter("bodies_tolerated", "bodies made readable first, for example bare nan")),
      refused_(host.counter("readings_refused", "bodies or readings that could not be understood")),
      unstored_(host.counter("requests_not_stored", "requests answered 503, to be sent again")),
      waitingRoom_(std::make_shared<WaitingRoom>())
{
}

void Intake::refuse(const codec::ReadingFault& fault,
                    std::string_view address,
                    std::string_view sent)
{
    refused_.add(1);
    Sink* sink = sink_;
    if (sink == nullptr) return;
    sink->refuse(
        {{}, fault.field, fault.code, fault.message, std::string(address), excerptOf(sent)});
}

std::unique_ptr<codec::ReadingReader> Intake::takeReader()
{
    {
        const std::lock_guard lock(readersMutex_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return std::make_unique<codec::ReadingReader>(host_);
}

void Intake::giveBack(std::unique_ptr<codec::ReadingReader> reader)
{
    const std::lock_guard lock(readersMutex_);
    readers_.push_back(std::move(reader));
}

} // namespace historian::http
