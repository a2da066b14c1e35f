#pragma once

#include <historian/codec/json_writer.h>
#include <historian/host.h>
#include <historian/input.h>
#include <historian/reading.h>
#include <historian/store.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace historian::codec {

/// How long a document or one of its parts may be. Each has a test at it.
inline constexpr std::size_t kNestingMax = 8;
inline constexpr std::size_t kFieldsMax = 256;       ///< of one reading
inline constexpr std::size_t kTextBytesMax = 256;    ///< of one text value or message id
inline constexpr std::size_t kReadingsMax = 100'000; ///< of one document

/// Why one reading of a document was left out.
struct ReadingFault {
    std::size_t index = 0; ///< in the document, from 0
    std::string field;
    std::string code; ///< bad_json, missing_field, bad_device_id, bad_metric, bad_value, too_large,
                      ///< unknown_device, ...
    std::string message;
};

/// What was read of a document. The batch holds the readings without a fault, in order, and
/// `indices[i]` is the place in the document of reading i of the batch.
struct ParsedReadings {
    std::vector<ReadingFault> faults;
    std::vector<std::size_t> indices;
    bool isReadable = true; ///< false: not a document at all; faults has one entry that says where
    bool isTolerated = false; ///< bare nan or inf, or the like, had to be made readable first
};

/// What a document without its own say-so gets.
struct ReadingDefaults {
    Time received{};
    std::string_view address;
    ClockPolicy clock = ClockPolicy::Auto;
    std::string_view device = {}; ///< of readings that name none; empty: these are faults
};

/// Reads "one JSON for readings" (DESIGN 7): an object, an array of objects, the uptime form
/// `{"device_id","boot_id","uptime_ms","readings":[{"seq","uptime_ms",...}]}`, one line of NDJSON.
/// Tolerates what boards in the field send: bare nan/inf and numbers beyond a double (quality
/// bad_nan), null (bad_no_value), numbers in strings for numbers, duplicate keys (the last wins), a
/// byte order mark, trailing NULs and blanks. Whole numbers that fit are Int64, all others Double.
/// A key that cannot name a metric is a fault of its own (bad_metric) beside the reading, which is
/// kept without it; every other fault leaves its reading out.
/// Reserved keys: device_id, timestamp, id, q, seq, boot_id, uptime_ms; received, flags, store_id
/// are taken and not used (imports).
/// Memory is kept from call to call.
/// Threads: one thread at a time.
class ReadingReader {
public:
    explicit ReadingReader(Host& host);
    ~ReadingReader();
    ReadingReader(const ReadingReader&) = delete;
    ReadingReader& operator=(const ReadingReader&) = delete;

    /// Reads a whole document and adds its readings to the batch.
    ParsedReadings read(std::string_view document, const ReadingDefaults& defaults, Batch& into);

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

/// Writes a stored reading as the flat object that ReadingReader reads:
/// device_id, timestamp, the metrics, `q` for those that are not good.
void writeReading(JsonWriter& json, const Names& names, const Batch& batch, const Reading& reading);

/// The same with what destinations tell repeats by: `store_id`, `seq`, and `flags` if it has any.
void writeReading(JsonWriter& json,
                  const Names& names,
                  const Segment& segment,
                  const Reading& reading);

} // namespace historian::codec
