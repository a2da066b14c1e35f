#pragma once

#include <historian/http.h>

#include <simdjson.h>

#include <string>
#include <string_view>

namespace historian::web::testing {

/// Checks answers against openapi.json: the status is described, what must be there is there, and
/// nothing is there that is not described.
class OpenapiCheck {
public:
    OpenapiCheck();

    /// What is wrong with the answer of a route (`/api/v1/devices/{id}/approve`); empty: nothing.
    std::string
    faultOf(std::string_view method, std::string_view path, const HttpReply& reply) const;

    simdjson::dom::element document() const { return document_; }

private:
    std::string compare(simdjson::dom::element schema,
                        simdjson::dom::element value,
                        const std::string& where) const;
    std::string compareObject(simdjson::dom::element schema,
                              simdjson::dom::object value,
                              const std::string& where) const;
    simdjson::dom::element resolve(simdjson::dom::element schema) const;

    simdjson::dom::parser parser_;
    simdjson::dom::element document_;
};

} // namespace historian::web::testing
