#pragma once

#include <historian/testing/fake_host.h>
#include <historian/testing/temp_directory.h>

#include <string>
#include <string_view>

namespace historian::sqlite {

using testing::TempDirectory;

inline Time at(std::int64_t seconds)
{
    return Time{std::chrono::seconds(1'737'369'000 + seconds)};
}

/// Makes batches for a host.
class Readings {
public:
    explicit Readings(testing::FakeHost& host) : host_(host) {}

    Readings&
    add(std::string_view device, Time time, double power, std::string_view metric = "power")
    {
        Reading& reading = batch.begin(*host_.symbol(NameKind::Device, device));
        reading.time = time;
        reading.received = time + std::chrono::milliseconds(20);
        batch.add(Value::number(*host_.symbol(NameKind::Metric, metric), power));
        return *this;
    }

    Batch batch;

private:
    testing::FakeHost& host_;
};

} // namespace historian::sqlite
