#pragma once

#include "child/child_runner.h"
#include "exec_probe.h"
#include "lines/courier.h"

#include <historian/codec/reading_json.h>
#include <historian/plugin.h>

#include <map>
#include <string>
#include <vector>

namespace historian::exec {

/// Lines in a row that a child may send without one being readable; then it is started again.
inline constexpr std::size_t kUnreadableLinesMax = 1000;

/// Readings that a child process prints.
/// Threads: the runner's, between start() and stop().
class ExecInput : public Input, public Probe, private child::ChildListener {
public:
    static constexpr PluginAbout about()
    {
        return {"exec", "0.1.0", "readings that a program in any language prints", child::kKeys};
    }

    ExecInput(Host& host, const Config& config, child::ChildTimes times = {});
    ~ExecInput() override;

    void start(Sink& sink) override;
    void stop() override;
    std::vector<ProbeStep> probe() override;

private:
    void ready() override {}

    void line(std::string_view line) override;
    void gone(const std::string& why) override;
    child::Turn turn() override;

    struct LineMark {
        std::size_t firstReading;
        std::size_t readings;
        std::string id; ///< JSON; empty if the line has none
    };

    void endNonsense();
    void refuse(const codec::ReadingFault& fault, std::string_view line);
    void sendOff();
    void answer(const lines::Delivered& delivered);
    void tell(const std::string& line);

    Host& host_;
    const std::string program_;
    LastAnswer last_;
    codec::ReadingReader reader_;
    Batch batch_;                 // of the lines that came since the last turn
    std::vector<LineMark> lines_; // of that batch
    std::map<std::uint64_t, std::vector<LineMark>> marks_; // of the parcels on the way
    std::uint64_t parcels_ = 0;
    std::size_t unreadable_ = 0;
    bool isTold_ = false; // that nothing can be stored now
    Sink* sink_ = nullptr;
    child::ChildRunner runner_;
    lines::Courier courier_;
};

} // namespace historian::exec
