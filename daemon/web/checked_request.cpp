#include "web/checked_request.h"

namespace historian::web {

std::string_view whoOf(const HttpRequest& request)
{
    const auto* checked = dynamic_cast<const CheckedRequest*>(&request);
    return checked == nullptr ? std::string_view("unknown") : checked->who();
}

} // namespace historian::web
