#include "ctl/modbus/neighbours.h"

#include <algorithm>

namespace historian::ctl {

namespace {

constexpr std::uint32_t kAddresses = 0x10000;

using WhyNot = std::function<std::string(const modbus::Answer&)>;

std::vector<Window> windowsOf(const modbus::Read& asked)
{
    std::vector<Window> windows;
    const std::uint32_t address = asked.address;
    windows.push_back({address, {}, {}});
    if (address > 0) windows.push_back({address - 1, {}, {}});
    if (address + asked.count < kAddresses) windows.push_back({address + 1, {}, {}});
    return windows;
}

modbus::Read around(const modbus::Read& asked)
{
    const std::uint32_t begin = asked.address == 0 ? 0 : asked.address - 1U;
    const std::uint32_t end = std::min(kAddresses, asked.address + asked.count + 1U);
    return {asked.unit,
            asked.table,
            static_cast<std::uint16_t>(begin),
            static_cast<std::uint16_t>(end - begin)};
}

void readEach(const AskNow& ask,
              const modbus::Read& asked,
              const WhyNot& whyNot,
              std::vector<Window>& windows)
{
    for (Window& window : windows) {
        modbus::Read read = asked;
        read.address = static_cast<std::uint16_t>(*window.address);
        const modbus::Answer answer = ask(read);
        window.words = answer.words;
        window.refusal = whyNot(answer);
        if (modbus::saysNothing(answer.kind)) {
            windows.resize(static_cast<std::size_t>(&window - windows.data()) + 1);
            return;
        }
    }
}

} // namespace

std::vector<Window>
readNeighbours(const AskNow& ask, const modbus::Read& asked, const WhyNot& whyNot)
{
    std::vector<Window> windows = windowsOf(asked);
    const modbus::Read wide = around(asked);
    const modbus::Answer answer = ask(wide);
    if (answer.kind == modbus::Answer::Kind::Exception) {
        readEach(ask, asked, whyNot, windows);
    } else if (answer.kind != modbus::Answer::Kind::Values) {
        windows.resize(1);
        windows.front().refusal = whyNot(answer);
    } else {
        for (Window& window : windows) {
            const auto first = answer.words.begin() + (*window.address - wide.address);
            window.words.assign(first, first + asked.count);
        }
    }
    return windows;
}

} // namespace historian::ctl
