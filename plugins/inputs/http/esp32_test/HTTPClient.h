#pragma once

#include "Arduino.h"

/// Writes the bytes that the ESP32's HTTPClient (core 3) writes, and hands them to `board.serve`.
class HTTPClient {
public:
    void begin(const String& url)
    {
        const std::string rest = url.substr(url.find("//") + 2);
        host_ = rest.substr(0, rest.find('/'));
        path_ = rest.substr(rest.find('/'));
    }

    void setReuse(bool isReused) { connection_ = isReused ? "keep-alive" : "close"; }

    void setTimeout(uint16_t /*ms*/) {}

    void collectHeaders(const char* names[], size_t count)
    {
        collected_ = count > 0 ? names[0] : "";
    }

    void addHeader(const String& name, const String& value)
    {
        headers_ += name + ": " + value + "\r\n";
    }

    int POST(const String& body)
    {
        addHeader("Content-Length", std::to_string(body.size()));
        answer_ = board.serve("POST " + path_ + " HTTP/1.1\r\nHost: " + host_ +
                              "\r\nUser-Agent: ESP32HTTPClient\r\nConnection: " + connection_ +
                              "\r\nAccept-Encoding: identity;q=1,chunked;q=0.1,*;q=0\r\n" +
                              headers_ + "\r\n" + body);
        return answer_.status;
    }

    String header(const char* name) const
    {
        return collected_ == name ? answer_.retryAfter : std::string();
    }

    void end() {}

private:
    std::string host_;
    std::string path_;
    std::string connection_ = "keep-alive";
    std::string headers_;
    std::string collected_;
    FakeBoard::Answer answer_;
};
