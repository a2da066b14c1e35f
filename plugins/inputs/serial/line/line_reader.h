#pragma once

#include "line/firmware.h"
#include "settings.h"

#include <historian/codec/reading_json.h>
#include <historian/host.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::serial {

/// What was in one line.
struct LineContent {
    std::size_t readings = 0;                ///< added to the batch
    std::optional<Remark> remark;            ///< no reading, but of use
    std::vector<codec::ReadingFault> faults; ///< not_text, bad_utf8, bad_checksum, half_line,
                                             ///< not_a_reading, bad_columns, or a code of the codec
};

/// Makes readings of lines. What fits the port's format is a reading; everything else has a fault.
/// Threads: one.
class LineReader {
public:
    /// The settings outlive it.
    LineReader(Host& host, const Settings& settings);

    /// Another device may be on the line now.
    void forgetDevice() { device_.clear(); }

    /// `mayBeTail`: the beginning of the line may be missing.
    LineContent read(std::string_view line, bool mayBeTail, Time received, Batch& into);

private:
    LineContent readBody(std::string_view body, Time received, Batch& into);
    LineContent readObject(std::string_view object, Time received, Batch& into);
    LineContent readFirmware(std::string_view line, Time received, Batch& into);
    LineContent readPattern(std::string_view line, Time received, Batch& into);
    LineContent readColumns(const Result<Fields>& fields, Time received, Batch& into);
    LineContent readJson(std::string_view json, Time received, Batch& into);

    Host& host_;
    const Settings& settings_;
    codec::ReadingReader reader_;
    FirmwareLines firmware_;
    std::string device_; // the last one that a JSON line named
};

} // namespace historian::serial
