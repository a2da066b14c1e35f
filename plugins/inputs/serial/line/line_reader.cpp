#include "line/line_reader.h"

#include "line/columns.h"
#include "line/fields.h"
#include "lines/plain_text.h"

#include <utility>

namespace historian::serial {

namespace {

constexpr std::string_view kFirmwarePost = "Sending to backend: ";

LineContent fault(std::string code, std::string message)
{
    LineContent content;
    content.faults.push_back({0, {}, std::move(code), std::move(message)});
    return content;
}

LineContent notAReading()
{
    return fault("not_a_reading", "the line is not a reading in the port's format");
}

// Whether the end of a line could pass for a line.
bool canMistakeTail(const Settings& settings)
{
    return settings.checksum == Checksum::None &&
           (settings.format == Format::Csv || settings.format == Format::Pairs ||
            settings.format == Format::Pattern);
}

} // namespace

LineReader::LineReader(Host& host, const Settings& settings)
    : host_(host), settings_(settings), reader_(host)
{
}

LineContent LineReader::read(std::string_view line, bool mayBeTail, Time received, Batch& into)
{
    if (lines::hasControls(line))
        return fault("not_text", "the line has control characters: noise, or another speed");
    if (!lines::isUtf8(line))
        return fault("bad_utf8", "the line is not UTF-8: noise, or another speed");
    if (mayBeTail && canMistakeTail(settings_))
        return fault("half_line", "the port was opened while this line was being sent");
    const auto body = withoutChecksum(line, settings_.checksum);
    if (!body) return fault("bad_checksum", "the checksum is missing or wrong");
    return readBody(*body, received, into);
}

LineContent LineReader::readBody(std::string_view body, Time received, Batch& into)
{
    switch (settings_.format) {
    case Format::Csv:
        return readColumns(csvFields(body, settings_.separator, settings_.columns), received, into);
    case Format::Pairs: return readColumns(pairFields(body, settings_.columns), received, into);
    case Format::Pattern: return readPattern(body, received, into);
    case Format::Firmware:
        if (!body.starts_with(kFirmwarePost)) return readFirmware(body, received, into);
        break;
    case Format::Auto:
        if (!objectIn(body)) return readFirmware(body, received, into);
        break;
    case Format::Json: break;
    }
    const auto object = objectIn(body);
    return object ? readObject(*object, received, into) : notAReading();
}

LineContent LineReader::readObject(std::string_view object, Time received, Batch& into)
{
    LineContent content = readJson(object, received, into);
    if (content.readings > 0) device_ = host_.name(into.readings().back().device);
    return content;
}

LineContent LineReader::readFirmware(std::string_view line, Time received, Batch& into)
{
    const auto read = firmware_.read(line);
    if (!read) return notAReading();
    if (const auto* fields = std::get_if<Fields>(&*read))
        return readJson(jsonOf(*fields), received, into);
    LineContent content;
    content.remark = std::get<Remark>(*read);
    return content;
}

LineContent LineReader::readPattern(std::string_view line, Time received, Batch& into)
{
    for (const Pattern& pattern : settings_.patterns)
        if (const auto fields = pattern.match(line))
            return readJson(jsonOf(*fields), received, into);
    return notAReading();
}

LineContent LineReader::readColumns(const Result<Fields>& fields, Time received, Batch& into)
{
    return fields ? readJson(jsonOf(*fields), received, into)
                  : fault("bad_columns", fields.error().message);
}

LineContent LineReader::readJson(std::string_view json, Time received, Batch& into)
{
    codec::ReadingDefaults defaults;
    defaults.received = received;
    defaults.device = settings_.deviceId.empty() ? device_ : settings_.deviceId;
    codec::ParsedReadings parsed = reader_.read(json, defaults, into);
    LineContent content;
    content.readings = parsed.indices.size();
    content.faults = std::move(parsed.faults);
    return content;
}

} // namespace historian::serial
