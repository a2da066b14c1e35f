#include "replies.h"

#include <historian/codec/json_writer.h>

#include <algorithm>

namespace historian::http {
namespace {

using codec::JsonWriter;

std::string_view titleOf(int status)
{
    switch (status) {
    case 400: return "Bad request";
    case 413: return "Body too large";
    case 415: return "Unsupported media type";
    default: return "Cannot store now";
    }
}

void writeRejected(JsonWriter& json, const codec::ReadingFault& fault)
{
    json.beginObject();
    json.key("index").unsignedInteger(fault.index);
    json.key("field").text(fault.field);
    json.key("code").text(fault.code);
    json.key("message").text(fault.message);
    json.endObject();
}

bool isSuccess(const ReadingsResult& result)
{
    return result.accepted > 0 || (result.duplicates > 0 && !result.hasLostReading);
}

} // namespace

HttpReply detailReply(int status, std::string_view detail)
{
    JsonWriter json;
    json.beginObject().key("detail").text(detail).endObject();
    return {status, "application/json", json.take(), {}};
}

HttpReply problemReply(std::string_view path, const Problem& problem)
{
    JsonWriter json;
    json.beginObject();
    json.key("type").text("about:blank");
    json.key("title").text(titleOf(problem.status));
    json.key("status").integer(problem.status);
    json.key("detail").text(problem.detail);
    json.key("instance").text(path);
    json.key("code").text(problem.code);
    json.key("errors").beginArray();
    if (!problem.parameter.empty()) {
        json.beginObject();
        json.key("parameter").text(problem.parameter);
        json.key("code").text(problem.code);
        json.key("message").text(problem.detail);
        json.endObject();
    }
    json.endArray().endObject();
    return {problem.status, "application/problem+json", json.take(), problem.retryAfter};
}

HttpReply readingsReply(const ReadingsResult& result)
{
    JsonWriter json;
    json.beginObject();
    json.key("accepted").unsignedInteger(result.accepted);
    json.key("duplicates").unsignedInteger(result.duplicates);
    json.key("rejected").beginArray();
    const std::size_t listed = std::min(result.rejected.size(), kRejectedListedMax);
    for (std::size_t i = 0; i < listed; ++i) writeRejected(json, result.rejected[i]);
    json.endArray();
    json.key("rejected_total").unsignedInteger(result.rejected.size());
    if (result.storeId.empty()) {
        json.key("store_id").null().key("last_seq").null();
    } else {
        json.key("store_id").text(result.storeId);
        json.key("last_seq").unsignedInteger(result.lastSeq);
    }
    json.endObject();
    return {isSuccess(result) ? 200 : 422, "application/json", json.take(), {}};
}

std::string excerptOf(std::string_view sent)
{
    std::string excerpt(sent.substr(0, kExcerptBytes));
    std::replace_if(
        excerpt.begin(), excerpt.end(), [](char c) { return c < ' ' || c > '~'; }, '.');
    return excerpt;
}

std::chrono::seconds retrySeconds(std::chrono::milliseconds wait)
{
    return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
}

} // namespace historian::http
