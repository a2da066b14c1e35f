#include "readings_route.h"

#include "body/body_stream.h"
#include "body/document_feed.h"
#include "readings_collector.h"
#include "readings_options.h"
#include "replies.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace historian::http {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

Problem tooManyProblem()
{
    return {
        413, "too_many_readings", "one request has at most 100000 readings; nothing was stored"};
}

Problem bodyProblem(BodyFault fault)
{
    switch (fault) {
    case BodyFault::Cut:
        return {400, "body_incomplete", "the body ended early; nothing was stored"};
    case BodyFault::TooLarge:
        return {413, "payload_too_large", "a body has at most 32 MiB; nothing was stored"};
    case BodyFault::BadGzip: break;
    }
    return {400, "bad_gzip", "the body is not whole gzip; nothing was stored"};
}

Problem unstoredProblem(std::string detail, std::chrono::milliseconds retryAfter)
{
    return {503, "cannot_store", std::move(detail), {}, retrySeconds(retryAfter)};
}

/// Fills the collector from the body; what stopped it, if something did.
std::optional<Problem> collect(BodyStream& body,
                               DocumentFeed& feed,
                               ByteBudget::Share& share,
                               const ReadingsCollector& collector)
{
    std::vector<char> piece(kPieceBytes);
    while (const std::size_t count = body.read(piece)) {
        feed.push({piece.data(), count});
        if (collector.isOverfull()) return tooManyProblem();
        if (!share.hold(feed.bytesHeld() + collector.bytes()))
            return unstoredProblem("too many large bodies at once", {});
    }
    if (body.fault()) return bodyProblem(*body.fault());
    feed.finish();
    if (collector.isOverfull()) return tooManyProblem();
    if (!share.hold(collector.bytes())) return unstoredProblem("too many large bodies at once", {});
    return std::nullopt;
}

/// Adds the verdict of the commit to what reading has found.
void addVerdict(const Verdict& verdict,
                const std::vector<std::size_t>& indices,
                ReadingsResult& result)
{
    result.accepted = verdict.stored;
    result.duplicates = verdict.duplicates;
    result.storeId = verdict.storeId;
    result.lastSeq = verdict.lastSeq;
    result.hasLostReading = result.hasLostReading || !verdict.rejected.empty();
    for (const Verdict::Rejected& one : verdict.rejected)
        result.rejected.push_back({indices[one.index], one.field, one.code, one.message});
    std::ranges::stable_sort(result.rejected, {}, &codec::ReadingFault::index);
}

std::variant<HttpReply, Problem> commit(Intake& intake, ReadingsCollector& collector)
{
    ReadingsResult result;
    result.rejected = std::move(collector.faults());
    result.hasLostReading = collector.items() > collector.indices().size();
    if (collector.batch().isEmpty()) return readingsReply(result);

    Sink* sink = intake.sink();
    if (sink == nullptr) return unstoredProblem("the input is stopped", {});
    const WaitingRoom::Wait wait(
        intake.waitingRoom(), *sink, std::move(collector.batch()), intake.answerDeadline());
    if (wait.end() == WaitEnd::Busy)
        return unstoredProblem("too many readings wait", wait.retryAfter());
    if (wait.end() == WaitEnd::Late)
        return unstoredProblem("the readings are not known to be stored; send them again", {});
    const Verdict& verdict = wait.verdict();
    if (!verdict.isCommitted) return unstoredProblem(verdict.why, verdict.retryAfter);
    addVerdict(verdict, collector.indices(), result);
    return readingsReply(result);
}

std::variant<HttpReply, Problem> takeIn(Intake& intake, HttpRequest& request)
{
    const auto options = readOptions(request);
    if (const auto* problem = std::get_if<Problem>(&options)) return *problem;
    const auto& wanted = std::get<ReadingsOptions>(options);

    ByteBudget::Share share(intake.budget());
    ReadingsCollector collector(intake, wanted, request.address());
    BodyStream body(request, wanted.packing, kReadingsBodyBytesMax);
    DocumentFeed feed(wanted.form, [&collector](std::string_view document, bool isTooLong) {
        collector.take(document, isTooLong);
    });
    if (auto problem = collect(body, feed, share, collector)) return *std::move(problem);
    if (!collector.hasReadable()) {
        const auto& faults = collector.faults();
        return Problem{400, "bad_json", faults.empty() ? "the body is empty" : faults[0].message};
    }
    return commit(intake, collector);
}

} // namespace

HttpReply ReadingsRoute::answer(HttpRequest& request)
{
    intake_.requests().add(1);
    auto outcome = takeIn(intake_, request);
    if (auto* reply = std::get_if<HttpReply>(&outcome)) return std::move(*reply);
    const auto& problem = std::get<Problem>(outcome);
    if (problem.status == 503) intake_.unstored().add(1);
    return problemReply(request.path(), problem);
}

} // namespace historian::http
