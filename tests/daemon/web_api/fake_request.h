#pragma once

#include "web/checked_request.h"
#include "web/route_table.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace historian::web::testing {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// A request that was never on a wire.
class FakeRequest : public CheckedRequest {
public:
    FakeRequest(std::string method, std::string path)
        : method_(std::move(method)), path_(std::move(path))
    {
    }

    std::string_view method() const override { return method_; }

    std::string_view path() const override { return path_; }

    std::string_view pathParameter(std::string_view name) const override
    {
        const auto found = pathParameters.find(std::string(name));
        return found == pathParameters.end() ? std::string_view() : found->second;
    }

    std::string_view header(std::string_view name) const override
    {
        const auto found = headers.find(std::string(name));
        return found == headers.end() ? std::string_view() : found->second;
    }

    std::string_view address() const override { return "192.168.1.7"; }

    std::span<const std::pair<std::string, std::string>> parameters() const override
    {
        return query;
    }

    std::string_view body() const override { return content; }

    Result<std::size_t> read(std::span<char>) override { return std::size_t{0}; }

    std::string_view who() const override { return "token:test"; }

    bool isLoopback() const override { return false; }

    bool mayUse(Access) const override { return true; }

    std::string_view session() const override { return {}; }

    std::string_view csrf() const override { return {}; }

    void setCookie(std::string) override {}

    std::map<std::string, std::string> pathParameters;
    std::map<std::string, std::string> headers;
    Parameters query;
    std::string content;

private:
    std::string method_;
    std::string path_;
};

} // namespace historian::web::testing
