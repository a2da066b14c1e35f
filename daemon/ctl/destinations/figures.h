#pragma once

#include <Poco/JSON/Object.h>

#include <string>

namespace historian::ctl {

// Members of an answer as figures with their units, for people; "-" for null or absent.

/// "1204 readings", "1 reading"
std::string readingsOf(const Poco::JSON::Object& object, const std::string& key);

/// "12.5 readings/s": two digits that count below 1, one decimal above.
std::string rateOf(const Poco::JSON::Object& object, const std::string& key);

/// Of a destination: "all readings", or "a reading per device and 60 s: 1 of 59 kept".
std::string keptOf(const Poco::JSON::Object& destination);

/// "4.0 MB": decimal units, one decimal from 1 kB on.
std::string bytesOf(const Poco::JSON::Object& object, const std::string& key);

/// "3 h 12 min", "45 s": of seconds, the two largest units.
std::string durationOf(const Poco::JSON::Object& object, const std::string& key);

} // namespace historian::ctl
