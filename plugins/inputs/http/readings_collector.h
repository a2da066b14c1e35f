#pragma once

#include "intake.h"
#include "readings_options.h"

#include <historian/codec/reading_json.h>
#include <historian/reading.h>

#include <string_view>
#include <vector>

namespace historian::http {

/// Gathers the readings of one request, document by document, into one batch.
/// Threads: one, the request's.
class ReadingsCollector {
public:
    ReadingsCollector(Intake& intake, const ReadingsOptions& options, std::string_view address);

    /// Reads one document: the whole body, or one of its lines.
    void take(std::string_view document, bool isTooLong);

    /// The readings without a fault; reading i has the place indices()[i] in the body.
    Batch& batch() { return batch_; }

    const std::vector<std::size_t>& indices() const { return indices_; }

    /// What could not be read, by index; already in the books.
    std::vector<codec::ReadingFault>& faults() { return faults_; }

    /// How many readings there were, readable or not.
    std::size_t items() const { return items_; }

    /// Whether at least one document was JSON.
    bool hasReadable() const { return hasReadable_; }

    /// Whether there are more readings than one request may have.
    bool isOverfull() const { return items_ > codec::kReadingsMax; }

    /// Memory in use, for the budget.
    std::size_t bytes() const;

private:
    void refuse(codec::ReadingFault fault, std::string_view document);
    void mark(Reading& reading, std::size_t index);

    Intake& intake_;
    const ReadingsOptions options_;
    codec::ReadingDefaults defaults_;
    Intake::ReaderLease reader_;
    Batch batch_;
    std::vector<std::size_t> indices_;
    std::vector<codec::ReadingFault> faults_;
    std::size_t items_ = 0;
    bool hasReadable_ = false;
    bool isToleratedCounted_ = false;
};

} // namespace historian::http
