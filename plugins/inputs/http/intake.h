#pragma once

#include "body/byte_budget.h"
#include "commit_wait.h"

#include <historian/codec/reading_json.h>
#include <historian/host.h>
#include <historian/input.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace historian::http {

/// Memory for the bodies of /api/v1/readings and what is made of them, all requests together.
inline constexpr std::size_t kBudgetBytes = 48 * 1024 * 1024;

/// How long a sender waits for the commit.
inline constexpr std::chrono::seconds kAnswerDeadline{20};

/// What both routes need: readers, memory, the way to the store and the books.
/// Threads: every function may be called from any thread.
class Intake {
public:
    explicit Intake(Host& host, std::chrono::milliseconds answerDeadline = kAnswerDeadline);

    /// Between open and close, what is handed in goes to the sink.
    void open(Sink& sink) { sink_ = &sink; }

    void close() { sink_ = nullptr; }

    /// The sink, or null while closed.
    Sink* sink() const { return sink_; }

    Host& host() { return host_; }

    ByteBudget& budget() { return budget_; }

    WaitingRoom& waitingRoom() { return *waitingRoom_; }

    std::chrono::milliseconds answerDeadline() const { return answerDeadline_; }

    /// A reader for one request; goes back by itself, unless a large document has made it large.
    class ReaderLease {
    public:
        explicit ReaderLease(Intake& intake) : intake_(intake), reader_(intake.takeReader()) {}

        ~ReaderLease()
        {
            if (bytesRead_ <= kReaderBytesKept) intake_.giveBack(std::move(reader_));
        }

        ReaderLease(const ReaderLease&) = delete;
        ReaderLease& operator=(const ReaderLease&) = delete;

        codec::ParsedReadings
        read(std::string_view document, const codec::ReadingDefaults& defaults, Batch& into)
        {
            bytesRead_ = std::max(bytesRead_, document.size());
            return reader_->read(document, defaults, into);
        }

    private:
        static constexpr std::size_t kReaderBytesKept = 1024 * 1024;

        Intake& intake_;
        std::size_t bytesRead_ = 0;
        std::unique_ptr<codec::ReadingReader> reader_;
    };

    /// Something that could not be made a reading: into the books and the rejected list.
    /// `sent` is what its sender wrote.
    void refuse(const codec::ReadingFault& fault, std::string_view address, std::string_view sent);

    Counter& requests() { return requests_; }

    Counter& tolerated() { return tolerated_; }

    Counter& unstored() { return unstored_; }

private:
    std::unique_ptr<codec::ReadingReader> takeReader();
    void giveBack(std::unique_ptr<codec::ReadingReader> reader);

    Host& host_;
    const std::chrono::milliseconds answerDeadline_;
    Counter& requests_;
    Counter& tolerated_;
    Counter& refused_;
    Counter& unstored_;
    ByteBudget budget_{kBudgetBytes};
    std::shared_ptr<WaitingRoom> waitingRoom_; ///< shared with the waits that were given up
    std::atomic<Sink*> sink_{nullptr};
    std::vector<std::unique_ptr<codec::ReadingReader>> readers_;
    std::mutex readersMutex_;
};

} // namespace historian::http
