#include "readings_options.h"

#include <algorithm>
#include <array>
#include <optional>

namespace historian::http {
namespace {

/// What clients that say nothing of their own send, curl's default among them.
constexpr std::array<std::string_view, 6> kTypesByShape{"",
                                                        "application/json",
                                                        "text/json",
                                                        "text/plain",
                                                        "application/octet-stream",
                                                        "application/x-www-form-urlencoded"};
constexpr std::array<std::string_view, 3> kTypesOfLines{
    "application/x-ndjson", "application/ndjson", "application/jsonl"};

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

/// A media type without its parameters.
std::string typeOf(std::string_view header)
{
    const std::string_view type = header.substr(0, header.find(';'));
    return lowerCase(type.substr(0, type.find_last_not_of(" \t") + 1));
}

std::optional<BodyForm> formOf(std::string_view header)
{
    const std::string type = typeOf(header);
    if (std::ranges::find(kTypesOfLines, type) != kTypesOfLines.end()) return BodyForm::Lines;
    if (std::ranges::find(kTypesByShape, type) != kTypesByShape.end()) return BodyForm::ByShape;
    return std::nullopt;
}

std::optional<Packing> packingOf(std::string_view header)
{
    const std::string encoding = lowerCase(header);
    if (encoding.empty() || encoding == "identity") return Packing::None;
    if (encoding == "gzip" || encoding == "x-gzip") return Packing::Gzip;
    return std::nullopt;
}

std::optional<ClockPolicy> clockOf(std::string_view text)
{
    if (text == "auto") return ClockPolicy::Auto;
    if (text == "device") return ClockPolicy::Device;
    if (text == "arrival") return ClockPolicy::Arrival;
    return std::nullopt;
}

bool isGoodKey(std::string_view key)
{
    return key.size() <= kIdempotencyKeyBytesMax &&
           std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Problem> readParameters(const HttpRequest& request, ReadingsOptions& options)
{
    bool isSeen = false;
    for (const auto& [name, value] : request.parameters()) {
        if (name != "clock")
            return Problem{
                400, "unknown_parameter", "there is no parameter '" + name + "' here", name};
        const std::optional<ClockPolicy> clock = clockOf(value);
        if (!clock || isSeen)
            return Problem{
                400, "bad_parameter", "clock is auto, device or arrival, given once", name};
        options.clock = *clock;
        isSeen = true;
    }
    return std::nullopt;
}

} // namespace

std::variant<ReadingsOptions, Problem> readOptions(const HttpRequest& request)
{
    ReadingsOptions options;
    if (auto problem = readParameters(request, options)) return *std::move(problem);
    const std::optional<Packing> packing = packingOf(request.header("Content-Encoding"));
    if (!packing)
        return Problem{415, "unsupported_media_type", "Content-Encoding is gzip or absent"};
    const std::optional<BodyForm> form = formOf(request.header("Content-Type"));
    if (!form)
        return Problem{415,
                       "unsupported_media_type",
                       "Content-Type is application/json or application/x-ndjson"};
    options.packing = *packing;
    options.form = *form;
    options.idempotencyKey = request.header("Idempotency-Key");
    if (!isGoodKey(options.idempotencyKey))
        return Problem{400,
                       "bad_idempotency_key",
                       "Idempotency-Key is at most 200 printable ASCII characters"};
    return options;
}

} // namespace historian::http
