// How many submissions the pipeline takes, without a disk: 64 senders, one reading of 11 values
// each.
//   cmake --preset release -DHISTORIAN_BENCH=ON && ninja -C build/release pipeline_bench
//   build/release/bin/pipeline_bench [SUBMISSIONS]
// "waiting" senders wait for each answer, as connections do; "ahead" senders have 32 on the way.
#include "pipeline/pipeline.h"
#include "state/database.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/memory_store.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

namespace historian {

namespace {

constexpr std::size_t kSenders = 64;
constexpr std::size_t kValues = 11;
constexpr std::size_t kDevices = 10;
constexpr std::ptrdiff_t kAhead = 32;

/// A pipeline with a store in memory and all that belongs to it.
class Bench {
public:
    explicit Bench(const std::filesystem::path& folder)
        : database_(folder / "state.db"),
          logbook_(database_, clock_),
          registry_(database_, logbook_, clock_, {}),
          pipeline_({store_, symbols_, registry_, logbook_, profiles_, feed_, clock_, "boot"}),
          sink_(pipeline_.makeSink("bench", true))
    {
        for (std::size_t i = 0; i < kDevices; ++i)
            devices_.at(i) = *symbols_.symbol(NameKind::Device, "device-" + std::to_string(i));
        for (std::size_t i = 0; i < kValues; ++i)
            metrics_.at(i) = *symbols_.symbol(NameKind::Metric, "metric_" + std::to_string(i));
        pipeline_.start();
    }

    /// Submissions per second, every reading a distinct one.
    double run(std::size_t submissions, std::ptrdiff_t ahead)
    {
        const auto begin = std::chrono::steady_clock::now();
        {
            std::vector<std::jthread> senders;
            for (std::size_t sender = 0; sender < kSenders; ++sender)
                senders.emplace_back(
                    [this, submissions, ahead, sender] { send(submissions, ahead, sender); });
        }
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        return static_cast<double>(submissions / kSenders * kSenders) / elapsed.count();
    }

    base::IntakeStatus books() const { return pipeline_.status(); }

    std::size_t stored() const { return store_.everything().size(); }

private:
    void send(std::size_t submissions, std::ptrdiff_t ahead, std::size_t sender)
    {
        std::counting_semaphore<kAhead> room(ahead);
        for (std::size_t i = 0; i < submissions / kSenders; ++i) {
            room.acquire();
            const auto done = [&room](const Outcome&) { room.release(); };
            while (!sink_.submit(batchOf(sender, i), done).isAccepted) std::this_thread::yield();
        }
        for (std::ptrdiff_t i = 0; i < ahead; ++i) room.acquire();
    }

    Batch batchOf(std::size_t sender, std::size_t number) const
    {
        Batch batch;
        batch.reserve(1, kValues);
        Reading& reading = batch.begin(devices_.at(sender % kDevices));
        reading.received = clock_.now();
        reading.sentTime = batch.keep(std::to_string(sender) + "/" + std::to_string(number));
        for (const Symbol metric : metrics_)
            batch.add(Value::number(metric, static_cast<double>(number)));
        return batch;
    }

    testing::ManualClock clock_;
    testing::MemoryStore store_;
    base::SymbolTable symbols_;
    base::LiveFeed feed_;
    std::vector<base::DeviceProfile> profiles_;
    state::Database database_;
    state::Logbook logbook_;
    state::Registry registry_;
    pipeline::Pipeline pipeline_;
    Sink& sink_;
    std::array<Symbol, kDevices> devices_;
    std::array<Symbol, kValues> metrics_;
};

void report(const std::filesystem::path& folder,
            const char* name,
            std::size_t submissions,
            std::ptrdiff_t ahead)
{
    std::filesystem::create_directory(folder / name);
    Bench bench(folder / name);
    const double rate = bench.run(submissions, ahead);
    const auto books = bench.books();
    std::printf("%-8s %9.0f submissions/s  %6.1f readings a commit  stored %zu of %zu\n",
                name,
                rate,
                static_cast<double>(books.stored) / static_cast<double>(books.commits),
                bench.stored(),
                submissions / kSenders * kSenders);
}

} // namespace

} // namespace historian

int main(int count, char** arguments)
{
    const std::size_t submissions = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 400'000;
    std::string pattern = std::filesystem::temp_directory_path() / "historian-bench-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    historian::report(folder, "waiting", submissions, 1);
    historian::report(folder, "ahead", submissions, historian::kAhead);
    std::filesystem::remove_all(folder);
    return 0;
}
