#include "web/api/prometheus_text.h"

#include <historian/codec/json_writer.h>

#include <cmath>

namespace historian::web::api {

namespace {

void appendEscaped(std::string& out, std::string_view text)
{
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
}

std::string textOf(double value)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    return codec::numberText(value);
}

} // namespace

void PrometheusText::family(std::string_view name, Type type, std::string_view help)
{
    family_ = name;
    out_.append("# HELP ").append(name).append(" ").append(help);
    out_.append("\n# TYPE ").append(name);
    out_ += type == Type::Counter ? " counter\n" : " gauge\n";
}

void PrometheusText::begin(const Labels& labels)
{
    out_ += family_;
    char before = '{';
    for (const auto& [name, value] : labels) {
        (out_ += before).append(name).append("=\"");
        appendEscaped(out_, value);
        out_ += '"';
        before = ',';
    }
    out_ += before == '{' ? " " : "} ";
}

void PrometheusText::sample(const Labels& labels, double value)
{
    begin(labels);
    out_ += textOf(value) + "\n";
}

void PrometheusText::sample(const Labels& labels, std::uint64_t value)
{
    begin(labels);
    out_ += std::to_string(value) + "\n";
}

void PrometheusText::single(std::string_view name, Type type, std::string_view help, double value)
{
    family(name, type, help);
    sample({}, value);
}

void PrometheusText::single(std::string_view name,
                            Type type,
                            std::string_view help,
                            std::uint64_t value)
{
    family(name, type, help);
    sample({}, value);
}

} // namespace historian::web::api
