#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace historian::web::api {

/// Writes the text format 0.0.4 of Prometheus. Label values are escaped; names are ours.
/// Threads: none.
class PrometheusText {
public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    enum class Type : std::uint8_t { Counter, Gauge };

    /// Starts a family; its samples follow.
    void family(std::string_view name, Type type, std::string_view help);

    void sample(const Labels& labels, double value);
    void sample(const Labels& labels, std::uint64_t value);

    /// A family of one sample without labels.
    void single(std::string_view name, Type type, std::string_view help, double value);
    void single(std::string_view name, Type type, std::string_view help, std::uint64_t value);

    std::string take() { return std::move(out_); }

private:
    void begin(const Labels& labels);

    std::string out_;
    std::string family_;
};

} // namespace historian::web::api
