// A board that measures and posts to a Historian gateway. It keeps what could not be sent and sends
// it again until the gateway says that it is stored. It needs no clock: readings carry the board's
// uptime. What to change is above the line; README.md says how to get it onto a board.
#include <Arduino.h>
#include <HTTPClient.h>
#include <WiFi.h>
#include <esp_random.h>
#include <esp_timer.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

const char* const kWifiName = "site";
const char* const kWifiPassword = "";
const char* const kServer = "http://192.168.1.10:5000/api/v1/readings";
const char* const kToken = ""; // from `historianctl token add roof-1 --scopes ingest`; "" for none
const char* const kDevice = "roof-1";

const uint32_t kSampleMs = 2000;
const size_t kMetrics = 1;
const char* const kMetricNames[kMetrics] = {"current"};

const uint8_t kClampPin = 34;
const float kAmperesPerStep = 0.0244F; // 100 A over 4096 steps of the converter

// Fills in one value for each name above. NAN says that there is none.
void measure(float* values)
{
    const int samples = 1000;
    double sum = 0;
    double sumOfSquares = 0;
    for (int i = 0; i < samples; ++i) {
        const double step = analogRead(kClampPin);
        sum += step;
        sumOfSquares += step * step;
    }
    const double mean = sum / samples;
    values[0] = static_cast<float>(sqrt(sumOfSquares / samples - mean * mean)) * kAmperesPerStep;
}

// ------------------------------------------------------------------------------------------------

const size_t kRingReadings = 1800; // an hour at one reading every 2 s; 32 bytes each
const size_t kBatchReadings = 50;  // of one request: 4 KB
const uint32_t kSendMs = 5000;     // between requests when all is well
const uint32_t kBackOffMinMs = 1000;
const uint32_t kBackOffMaxMs = 60000;
const uint32_t kRetryAfterMaxS = 3600;
const uint16_t kTimeoutMs = 5000;
const int kFailuresBeforeReconnect = 5; // Wi-Fi can look connected while nothing passes

struct Sample {
    uint32_t seq = 0; // counts from 1 with every boot; with the boot's id it is the reading's id
    int64_t uptimeMs = 0;
    uint32_t lost = 0; // readings before it that the ring could not hold: a gap has a cause
    float values[kMetrics] = {};
};

int64_t uptimeMs()
{
    return esp_timer_get_time() / 1000;
}

// What is not yet stored by the gateway. When it is full the oldest goes, and is counted.
// Used by the measuring and by the sending task.
class Ring {
public:
    void add(const float* values)
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (size_ == kRingReadings) {
            first_ = (first_ + 1) % kRingReadings;
            --size_;
            ++lost_;
        }
        Sample& sample = samples_[(first_ + size_) % kRingReadings];
        sample.seq = ++lastSeq_;
        sample.uptimeMs = uptimeMs();
        sample.lost = lost_;
        std::copy(values, values + kMetrics, sample.values);
        ++size_;
    }

    std::vector<Sample> oldest(size_t count) const
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::vector<Sample> samples;
        for (size_t i = 0; i < std::min(count, size_); ++i)
            samples.push_back(samples_[(first_ + i) % kRingReadings]);
        return samples;
    }

    void forgetUpTo(uint32_t seq)
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (; size_ > 0 && samples_[first_].seq <= seq; --size_)
            first_ = (first_ + 1) % kRingReadings;
    }

    size_t size() const
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        return size_;
    }

    uint32_t lost() const
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        return lost_;
    }

private:
    std::array<Sample, kRingReadings> samples_;
    size_t first_ = 0;
    size_t size_ = 0;
    uint32_t lastSeq_ = 0;
    uint32_t lost_ = 0;
    mutable std::mutex mutex_;
};

// Sends the oldest readings, and keeps them until they are stored. Used by one task.
class Sender {
public:
    Sender(Ring& ring, const char* token) : ring_(ring), token_(token)
    {
        const auto high = static_cast<unsigned long>(esp_random());
        const auto low = static_cast<unsigned long>(esp_random());
        snprintf(bootId_, sizeof bootId_, "%08lx%08lx", high, low);
    }

    // Sends once, if there is something. Returns the pause until the next call in ms.
    uint32_t step()
    {
        const std::vector<Sample> batch = ring_.oldest(kBatchReadings);
        if (batch.empty()) return kSendMs;
        uint32_t retryAfterS = 0;
        const int status = post(bodyOf(batch), retryAfterS);
        // Stored; or refused for good, in which case sending it again would change nothing.
        if (status == 200 || status == 400 || status == 422) {
            if (status != 200) Serial.printf("%u readings refused\n", unsigned(batch.size()));
            ring_.forgetUpTo(batch.back().seq);
            backOffMs_ = kBackOffMinMs;
            failures_ = 0;
            return ring_.size() >= kBatchReadings ? 0 : kSendMs;
        }
        Serial.printf("not stored: %d, %u readings kept, %lu lost\n",
                      status,
                      unsigned(ring_.size()),
                      static_cast<unsigned long>(ring_.lost()));
        if (status < 0 && ++failures_ % kFailuresBeforeReconnect == 0) reconnect();
        return pauseMs(retryAfterS);
    }

    static void reconnect()
    {
        WiFi.disconnect();
        WiFi.begin(kWifiName, kWifiPassword);
    }

private:
    String bodyOf(const std::vector<Sample>& batch) const
    {
        char text[128];
        snprintf(text,
                 sizeof text,
                 "{\"device_id\":\"%s\",\"boot_id\":\"%s\",\"uptime_ms\":%lld,\"readings\":[",
                 kDevice,
                 bootId_,
                 static_cast<long long>(uptimeMs()));
        String body;
        body.reserve(128 + batch.size() * (80 + 40 * kMetrics));
        body += text;
        for (size_t i = 0; i < batch.size(); ++i) {
            if (i > 0) body += ",";
            addReading(body, batch[i]);
        }
        body += "]}";
        return body;
    }

    static void addReading(String& body, const Sample& sample)
    {
        char text[96];
        snprintf(text,
                 sizeof text,
                 "{\"seq\":%lu,\"uptime_ms\":%lld,\"readings_lost\":%lu",
                 static_cast<unsigned long>(sample.seq),
                 static_cast<long long>(sample.uptimeMs),
                 static_cast<unsigned long>(sample.lost));
        body += text;
        for (size_t i = 0; i < kMetrics; ++i) {
            const double value = sample.values[i];
            if (isfinite(value))
                snprintf(text, sizeof text, ",\"%s\":%.6g", kMetricNames[i], value);
            else
                snprintf(text, sizeof text, ",\"%s\":null", kMetricNames[i]);
            body += text;
        }
        body += "}";
    }

    // The status of the answer; negative if there was none.
    int post(const String& body, uint32_t& retryAfterS)
    {
        HTTPClient http;
        const char* wanted[] = {"Retry-After"};
        http.begin(kServer);
        http.setReuse(false);
        http.setTimeout(kTimeoutMs);
        http.collectHeaders(wanted, 1);
        http.addHeader("Content-Type", "application/json");
        if (token_[0] != '\0') http.addHeader("Authorization", String("Bearer ") + token_);
        const int status = http.POST(body);
        if (status > 0) retryAfterS = static_cast<uint32_t>(http.header("Retry-After").toInt());
        http.end();
        return status;
    }

    // As long as the gateway asked for, else a back-off that doubles; never in step with other
    // boards.
    uint32_t pauseMs(uint32_t retryAfterS)
    {
        if (retryAfterS > 0)
            return std::min(retryAfterS, kRetryAfterMaxS) * 1000 + esp_random() % 1000;
        const uint32_t pause = backOffMs_ / 2 + esp_random() % (backOffMs_ / 2 + 1);
        backOffMs_ = std::min(backOffMs_ * 2, kBackOffMaxMs);
        return pause;
    }

    Ring& ring_;
    const char* token_;
    char bootId_[17];
    uint32_t backOffMs_ = kBackOffMinMs;
    int failures_ = 0;
};

Ring ring;

void sendForEver(void* /*unused*/)
{
    Sender sender(ring, kToken);
    for (;;) delay(std::max<uint32_t>(sender.step(), 1));
}

void setup()
{
    Serial.begin(115200);
    WiFi.mode(WIFI_STA);
    WiFi.setAutoReconnect(true);
    WiFi.begin(kWifiName, kWifiPassword);
    // A task of its own: an answer may take seconds, and measuring must not wait for it.
    xTaskCreate(sendForEver, "send", 8192, nullptr, 1, nullptr);
}

void loop()
{
    static int64_t nextMs = 0;
    const int64_t now = uptimeMs();
    if (now < nextMs) {
        delay(static_cast<uint32_t>(nextMs - now));
        return;
    }
    nextMs = std::max(nextMs + kSampleMs, now);
    float values[kMetrics];
    measure(values);
    ring.add(values);
}
