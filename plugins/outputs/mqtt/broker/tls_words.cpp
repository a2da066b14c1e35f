#include "broker/tls_words.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/x509.h>

#include <memory>

namespace historian::mqtt {

namespace {

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;

std::string textOf(BIO* bio)
{
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string describeCertificate(const X509* certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    BIO_puts(bio.get(), " until ");
    ASN1_TIME_print(bio.get(), X509_get0_notAfter(certificate));
    return textOf(bio.get());
}

} // namespace

std::string describeTls(const SSL* tls)
{
    if (tls == nullptr) return "none";
    std::string how = std::string(SSL_get_version(tls)) + ", " + SSL_get_cipher_name(tls);
    const X509* certificate = SSL_get0_peer_certificate(tls);
    if (certificate == nullptr) return how;
    return how + ", certificate of " + describeCertificate(certificate);
}

} // namespace historian::mqtt
