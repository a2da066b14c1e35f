#include <historian/plugin.h>

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace {

constexpr historian::Key kKeys[] = {
    {.name = "path", .meaning = "The file that takes the readings.", .required = true}};

/// Appends "store_id seq" for each reading to a file. Without the file, or while a file with
/// `.away` after its name is there, the destination is away.
class FileSink : public historian::Output {
public:
    static constexpr historian::PluginAbout about()
    {
        return {"file_sink", "1.0.0", "Appends to a file", kKeys, {}, true};
    }

    FileSink(historian::Host&, const historian::Config& config) : path_(config.text("path")) {}

    void start() override {}

    historian::Deliveries deliver(const historian::Segment& segment) override
    {
        using historian::Delivery;
        const std::size_t count = segment.readings.size();
        const auto away = Delivery::retry(std::chrono::milliseconds(50), "the file is away");
        if (isThere(".away")) return historian::Deliveries(count, away);
        std::string lines;
        for (const historian::Reading& reading : segment.readings.readings())
            lines += segment.storeId + " " + std::to_string(reading.seq) + "\n";
        const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        if (file < 0) return historian::Deliveries(count, away);
        const bool isWritten =
            ::write(file, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size());
        ::close(file);
        return historian::Deliveries(count, isWritten ? Delivery::done() : away);
    }

    void stop() override {}

private:
    bool isThere(const char* suffix) const { return ::access((path_ + suffix).c_str(), F_OK) == 0; }

    std::string path_;
};

} // namespace

HISTORIAN_OUTPUT(FileSink);
