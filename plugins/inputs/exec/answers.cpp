#include "answers.h"

#include <historian/codec/json_writer.h>

namespace historian::exec {

std::string ackLine(std::string_view id)
{
    codec::JsonWriter json;
    json.beginObject().key("ack").raw(id).endObject();
    return json.take();
}

std::string rejectLine(std::string_view id, std::string_view field, std::string_view why)
{
    codec::JsonWriter json;
    json.beginObject();
    json.key("reject").raw(id.empty() ? "null" : id);
    json.key("field").text(field);
    json.key("why").text(why);
    json.endObject();
    return json.take();
}

std::string busyLine(std::chrono::milliseconds delay)
{
    codec::JsonWriter json;
    json.beginObject().key("busy").integer(delay.count()).endObject();
    return json.take();
}

} // namespace historian::exec
