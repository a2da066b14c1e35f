#pragma once

#include <historian/clock.h>
#include <historian/http.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace historian::web::api {

/// The query of a request, read strictly: a name that the route does not know, one given twice or
/// a value that is not understood is an error, because a typo must not change numbers. The first
/// fault is kept; ask for refusal() before the values are used.
/// Threads: none.
class QueryParameters {
public:
    /// The request outlives it.
    QueryParameters(const HttpRequest& request, std::initializer_list<std::string_view> known);

    std::optional<std::string_view> text(std::string_view name) const;
    std::string_view required(std::string_view name);

    /// RFC 3339 with a zone, or an epoch number.
    std::optional<Time> time(std::string_view name);

    /// A whole number in [min, max].
    std::optional<std::size_t> count(std::string_view name, std::size_t min, std::size_t max);

    /// Which of the words it is; 0, the first one, if the parameter is absent.
    std::size_t choice(std::string_view name, std::initializer_list<std::string_view> words);

    /// Keeps a fault found by the caller.
    void refuse(std::string_view name, std::string_view code, const std::string& message);

    /// The answer to a request with a fault.
    const std::optional<HttpReply>& refusal() const { return refusal_; }

private:
    const HttpRequest& request_;
    std::optional<HttpReply> refusal_;
};

} // namespace historian::web::api
