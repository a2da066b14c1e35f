#pragma once

#include "curl/http_client.h"
#include "secrets/redactor.h"

#include <chrono>
#include <string>
#include <string_view>

namespace historian::supabase {

/// What an answer means for what was sent.
enum class Verdict {
    Ack,       ///< it is in the database
    Suspect,   ///< a success that does not bear the database's signs: a portal, a wrong address
    Transient, ///< not now; the same again later
    Rate,      ///< too often
    Shrink,    ///< too much at once
    Login,     ///< the token or key does not count
    Hold,      ///< the destination is wrong, whatever is sent; a person must act
    Poison,    ///< a row is wrong
    Garbled,   ///< what arrived is not what was sent: something on the way cuts or changes it
};

/// What the server says of its refusal. Empty where the body is no JSON of a known shape.
struct ServerError {
    std::string code = {}; ///< SQLSTATE, PGRST..., or the Auth server's error_code
    std::string message = {};
    std::string details = {};
    std::string hint = {};
};

/// Pure: what a refusal with that HTTP status means. The code decides; the status only where there
/// is none. The words matter only where the way can bring about what a wrong row does too.
Verdict verdictOf(long status, const ServerError& error);

/// Reads an error of PostgREST, of the API gateway or of the Auth server; anything else is empty.
ServerError errorOf(std::string_view body);

/// What a person can do about a Login or a Hold, in one sentence; empty where nothing is known.
std::string_view adviceOf(long status, std::string_view code);

/// One sentence for the operator: status, code, the server's words (at most 300 bytes, after the
/// secrets were taken out of them).
std::string
whyOf(const curl::Answer& answer, const ServerError& error, const secrets::Redactor& redactor);

/// How long the server asks to wait (seconds, or a date by the server's own clock), at most an
/// hour; 0 if it does not.
std::chrono::milliseconds retryAfterOf(const curl::Answer& answer);

} // namespace historian::supabase
