#include "ctl/modbus/scan_text.h"

#include "ctl/table.h"

#include <historian/codec/json_writer.h>

namespace historian::ctl {

namespace {

using Kind = modbus::Answer::Kind;

constexpr unsigned kManyUnits = 16; ///< of which nobody has all on one bus

std::string rangeText(const UnitRange& range)
{
    return std::to_string(range.first) + "-" + std::to_string(range.last);
}

std::string answerText(const SeenUnit& seen)
{
    if (seen.answer == Kind::Garbled) return "garbled: two devices with this number, or noise";
    if (seen.answer == Kind::Values) return "values";
    return "exception " + std::to_string(seen.exception) + ", " +
           std::string(modbus::exceptionText(seen.exception));
}

std::string sunspecText(const SeenUnit& seen)
{
    const modbus::Discovery& found = seen.sunspec;
    if (seen.answer == Kind::Garbled) return "not asked";
    if (!found.base) return modbus::saysNothing(found.end) ? "no answer to that" : "no";
    std::string text = "at " + std::to_string(*found.base) + ", models";
    for (const modbus::Model& model : found.models) text += " " + std::to_string(model.id);
    if (modbus::saysNothing(found.end)) return text + ", and then no answer";
    return text + (found.isWhole ? "" : ", and then no end mark");
}

std::string endText(const Scanned& scanned)
{
    switch (scanned.scan.end) {
    case ScanEnd::Complete: return {};
    case ScanEnd::Interrupted: return "Interrupted";
    case ScanEnd::TimeOver: return "The limit of 15 minutes was over";
    case ScanEnd::LineLost: break;
    }
    return "The line was lost (" + printable(scanned.trouble) + ")";
}

std::string nobodyText(const Scanned& scanned)
{
    std::string text =
        scanned.connection.starts_with("tcp:") || scanned.connection.starts_with("tls:")
            ? "Nobody: check --units, and that the device may be read by Modbus and "
              "serves nobody else meanwhile (a daemon),"
            : "Nobody: check wiring (A and B), speed and parity,";
    text += " or give a longer --timeout.\n";
    if (!scanned.trouble.empty())
        text += "Last trouble of the line: " + printable(scanned.trouble) + ".\n";
    return text;
}

std::string hints(const Scanned& scanned)
{
    const Scan& scan = scanned.scan;
    std::string text;
    if (scan.end != ScanEnd::Complete)
        text += endText(scanned) + ": units after " +
                std::to_string(scan.range.first + scan.asked - 1) + " were not asked.\n";
    if (scan.units.empty() && scan.end == ScanEnd::Complete) text += nobodyText(scanned);
    if (scanned.strayReplies > 0)
        text += std::to_string(scanned.strayReplies) +
                (scanned.strayReplies == 1 ? " reply" : " replies") +
                " came too late or from another unit: give a longer --timeout.\n";
    if (scan.asked >= kManyUnits && scan.units.size() == scan.asked)
        text += "Every number was answered: this device does not look at it; use 1.\n";
    return text;
}

bool isToTheEnd(const modbus::Discovery& found)
{
    return found.isWhole && !modbus::saysNothing(found.end);
}

std::string_view wordOf(Kind kind)
{
    if (kind == Kind::Exception) return "exception";
    return kind == Kind::Garbled ? "garbled" : "values";
}

void writeUnit(codec::JsonWriter& json, const SeenUnit& seen)
{
    json.beginObject().key("unit").integer(seen.unit).key("answer").text(wordOf(seen.answer));
    if (seen.answer == Kind::Exception) json.key("exception").integer(seen.exception);
    json.key("took_ms").integer(seen.took.count()).key("sunspec");
    if (!seen.sunspec.base) {
        json.null().endObject();
        return;
    }
    json.beginObject().key("base").integer(*seen.sunspec.base).key("models").beginArray();
    for (const modbus::Model& model : seen.sunspec.models) json.integer(model.id);
    json.endArray().key("complete").boolean(isToTheEnd(seen.sunspec)).endObject().endObject();
}

} // namespace

std::string scanText(const Scanned& scanned)
{
    const Scan& scan = scanned.scan;
    Table table({"UNIT", "ANSWERS WITH", "AFTER", "SUNSPEC"});
    for (const SeenUnit& seen : scan.units)
        table.add({std::to_string(seen.unit),
                   answerText(seen),
                   std::to_string(seen.took.count()) + " ms",
                   sunspecText(seen)});
    const std::string head = scan.units.empty() ? "" : table.text();
    return head + std::to_string(scan.units.size()) + " of " + std::to_string(scan.asked) +
           " units answered on " + scanned.connection + ".\n" + hints(scanned);
}

std::string scanJson(const Scanned& scanned)
{
    const Scan& scan = scanned.scan;
    codec::JsonWriter json;
    json.beginObject().key("connection").text(scanned.connection);
    json.key("first").integer(scan.range.first).key("last").integer(scan.range.last);
    json.key("asked").integer(scan.asked);
    json.key("complete").boolean(scan.end == ScanEnd::Complete);
    if (scan.end != ScanEnd::Complete) json.key("why").text(endText(scanned));
    json.key("stray_replies").unsignedInteger(scanned.strayReplies).key("units").beginArray();
    for (const SeenUnit& seen : scan.units) writeUnit(json, seen);
    json.endArray().endObject();
    return json.take() + "\n";
}

std::string progressText(const Scan& scan, std::chrono::milliseconds timeout)
{
    const unsigned unit = scan.range.first + scan.asked;
    const auto left = std::chrono::ceil<std::chrono::seconds>(
        std::min<std::chrono::milliseconds>(timeout * (scan.range.last - unit + 1), kScanMax));
    return "unit " + std::to_string(unit) + " of " + rangeText(scan.range) + ", " +
           std::to_string(scan.units.size()) + " answered, at most " +
           std::to_string(left.count()) + " s left";
}

} // namespace historian::ctl
