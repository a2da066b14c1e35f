#include "testing/peers.h"

#include <stdexcept>
#include <thread>

namespace historian::modbus::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartMax = 60s;

} // namespace

// Debian's interpreter, which is the one that has Debian's pymodbus.
PymodbusServer::PymodbusServer(const std::string& kind, const std::string& image)
    : process_({"/usr/bin/python3", PLUGIN_DIR "/testing/pymodbus_server.py", kind, image}),
      port_(process_.readLine(kStartMax))
{
    if (port_.empty()) throw std::runtime_error("pymodbus does not start (python3-pymodbus)");
}

void PymodbusServer::change(const std::string& image)
{
    process_.writeLine(image);
    if (process_.readLine(kStartMax) != "changed") throw std::runtime_error("pymodbus is gone");
}

SerialCable::SerialCable()
{
    plug();
}

void SerialCable::pull()
{
    process_.reset();
    std::filesystem::remove(near());
    std::filesystem::remove(far());
}

void SerialCable::plug()
{
    process_.emplace(std::vector<std::string>{
        "socat", "pty,raw,echo=0,link=" + near(), "pty,raw,echo=0,link=" + far()});
    const auto end = std::chrono::steady_clock::now() + kStartMax;
    while (!std::filesystem::exists(near()) || !std::filesystem::exists(far())) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("socat does not start");
        std::this_thread::yield();
    }
}

} // namespace historian::modbus::testing
