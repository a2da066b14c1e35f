#pragma once

#include <openssl/ssl.h>

#include <string>

namespace historian::mqtt {

/// A TLS connection in words: version, cipher, whose certificate and until when. "none" for
/// nullptr.
std::string describeTls(const SSL* tls);

} // namespace historian::mqtt
