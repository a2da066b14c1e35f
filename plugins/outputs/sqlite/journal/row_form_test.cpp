#include "journal/row_decoder.h"
#include "journal/row_encoder.h"
#include "test_readings.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <limits>
#include <random>

namespace historian::sqlite {

namespace {

class RowFormTest : public ::testing::Test {
protected:
    Symbol device(std::string_view name) { return *host.symbol(NameKind::Device, name); }

    Symbol metric(std::string_view name) { return *host.symbol(NameKind::Metric, name); }

    std::string encode(const Batch& batch)
    {
        const RowEncoder::Row row = encoder.encode(batch, 0, batch.size());
        facts = row.facts;
        names.publish();
        return std::string(row.body);
    }

    std::optional<Batch> decode(std::string_view body, const RowFilter& filter = {})
    {
        Batch batch;
        if (!RowDecoder(names.byId()).decode(body, 100, filter, batch)) return std::nullopt;
        return batch;
    }

    /// One reading with a value of each type and all that is optional.
    Batch rich()
    {
        Batch batch;
        Reading& reading = batch.begin(device("roof"));
        reading.time = Time{std::chrono::microseconds(1'000'000)};
        reading.received = Time{std::chrono::milliseconds(1'250)};
        reading.flags.add(Flag::Arrival);
        reading.sentTime = batch.keep("00:00:01");
        reading.messageId = batch.keep("m1");
        batch.add(Value::number(metric("power"), 550.5));
        batch.add(Value::integer(metric("count"), -3, Quality::UncertainRange));
        batch.add(Value::boolean(metric("open"), true));
        batch.add(Value::text(metric("state"), batch.keep("ok")));
        batch.add(Value::none(metric("heat"), Quality::BadNotANumber));
        return batch;
    }

    testing::FakeHost host;
    NameTable names{host};
    RowEncoder encoder{names};
    RowFacts facts;
};

std::string hex(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += {kDigits[byte >> 4], kDigits[byte & 15], ' '};
    }
    return text;
}

/// Puts the right checksum under a body that was changed, so that the parser itself is tested.
std::string resealed(std::string body)
{
    const std::size_t length = body.size() - 4;
    const auto sum =
        static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), length));
    std::memcpy(body.data() + length, &sum, sizeof sum);
    return body;
}

void expectEqual(const Batch& a, const Batch& b)
{
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t index = 0; index < a.size(); ++index) {
        EXPECT_EQ(a[index].device, b[index].device);
        EXPECT_EQ(a[index].time, b[index].time);
        EXPECT_EQ(std::chrono::floor<std::chrono::milliseconds>(a[index].received),
                  b[index].received);
        EXPECT_EQ(a[index].flags, b[index].flags);
        EXPECT_EQ(a.text(a[index].sentTime), b.text(b[index].sentTime));
        EXPECT_EQ(a.text(a[index].messageId), b.text(b[index].messageId));
        const auto left = a.values(a[index]);
        const auto right = b.values(b[index]);
        ASSERT_EQ(left.size(), right.size());
        for (std::size_t value = 0; value < left.size(); ++value) {
            EXPECT_EQ(left[value].metric(), right[value].metric());
            EXPECT_EQ(left[value].type(), right[value].type());
            EXPECT_EQ(left[value].quality(), right[value].quality());
            if (left[value].type() == ValueType::Text)
                EXPECT_EQ(a.text(left[value].asText()), b.text(right[value].asText()));
            else
                EXPECT_EQ(left[value].bits(), right[value].bits());
        }
    }
}

TEST_F(RowFormTest, HasTheBytesOfTheFormatDocument)
{
    EXPECT_EQ(hex(encode(rich())),
              "01 40 42 0f 00 00 00 00 00 "                // form, base 1,000,000
              "01 05 02 01 03 82 40 04 03 05 04 06 80 81 " // one shape of five values
              "01 "                                        // one reading
              "20 01 00 00 f4 03 01 03 "                   // 32 bytes, device, shape, times, flags
              "08 30 30 3a 30 30 3a 30 31 02 6d 31 "       // sent time, message id
              "00 00 00 00 00 34 81 40 05 01 02 6f 6b "    // 550.5, -3, true, ok
              "5f 52 af 51 ");                             // checksum
}

TEST_F(RowFormTest, GivesBackEveryTypeQualityAndText)
{
    const auto back = decode(encode(rich()));
    ASSERT_TRUE(back);
    expectEqual(rich(), *back);
    EXPECT_EQ((*back)[0].seq, 100U);
}

TEST_F(RowFormTest, GivesBackNumbersAtTheirLimits)
{
    Batch batch;
    Reading& first = batch.begin(device("roof"));
    first.time = first.received = at(0);
    for (const double number :
         {0.0, -0.0, std::numeric_limits<double>::denorm_min(), std::nan(""), HUGE_VAL})
        batch.add(Value::number(metric("power"), number));
    Reading& second = batch.begin(device("cellar"));
    second.time = at(86'400 * 365);
    second.received = at(0);
    batch.add(Value::integer(metric("count"), std::numeric_limits<std::int64_t>::min()));
    batch.add(Value::integer(metric("count"), std::numeric_limits<std::int64_t>::max()));
    const auto back = decode(encode(batch));
    ASSERT_TRUE(back);
    expectEqual(batch, *back);
}

TEST_F(RowFormTest, KeepsReceiveTimesOfEitherSideAndBefore1970)
{
    Batch batch;
    for (const std::int64_t time : {-1'500'001LL, -1LL, 0LL, 1'999LL}) {
        Reading& reading = batch.begin(device("roof"));
        reading.time = Time{std::chrono::microseconds(time)};
        reading.received = Time{std::chrono::milliseconds(-7)};
    }
    const auto back = decode(encode(batch));
    ASSERT_TRUE(back);
    expectEqual(batch, *back);
}

TEST_F(RowFormTest, SaysWhatTheColumnsSay)
{
    Readings readings(host);
    encode(readings.add("a", at(5), 1).add("a", at(2), 2).batch);
    EXPECT_EQ(facts.count, 2U);
    EXPECT_EQ(facts.minTime, at(2));
    EXPECT_EQ(facts.maxTime, at(5));
    EXPECT_NE(facts.device, 0U);
    encode(readings.add("b", at(2), 2).batch);
    EXPECT_EQ(facts.device, 0U);
}

TEST_F(RowFormTest, WritesMetricsOfEqualReadingsOnce)
{
    Readings one(host);
    Readings hundred(host);
    one.add("a", at(0), 1);
    for (int index = 0; index < 100; ++index) hundred.add("a", at(0), index);
    const std::size_t perReading = (encode(hundred.batch).size() - encode(one.batch).size()) / 99;
    EXPECT_LE(perReading, 16U); // 8 of the number, length, device, shape, two times, flags, extras
}

TEST_F(RowFormTest, AnswersOnlyWhatTheFilterWants)
{
    Readings readings(host);
    readings.add("a", at(1), 1).add("b", at(2), 2).add("a", at(3), 3).add("a", at(4), 4, "voltage");
    const std::string body = encode(readings.batch);
    RowFilter filter;
    filter.device = names.findDevice(device("a"));
    EXPECT_EQ(decode(body, filter)->size(), 3U);
    filter.from = at(3);
    filter.to = at(4);
    EXPECT_EQ(decode(body, filter)->size(), 1U);
    filter.to = at(9);
    const std::vector<Symbol> voltage{metric("voltage")};
    filter.metrics = voltage;
    ASSERT_EQ(decode(body, filter)->size(), 1U);
    EXPECT_EQ((*decode(body, filter))[0].seq, 103U);
}

TEST_F(RowFormTest, LeavesOutNamesTheHostDoesNotAdmit)
{
    const std::string body = encode(Readings(host).add("a", at(1), 1).add("b", at(2), 2).batch);
    testing::FakeHost later;
    later.refuseDevice("a");
    NameTable known(later);
    for (const NameTable::Name& name : names.unsaved()) known.load(name.id, name.kind, name.text);
    known.publish();
    Batch batch;
    EXPECT_TRUE(RowDecoder(known.byId()).decode(body, 1, {}, batch));
    ASSERT_EQ(batch.size(), 1U);
    EXPECT_EQ(later.name(batch[0].device), "b");
}

TEST_F(RowFormTest, RefusesEveryFlippedBitByItsChecksum)
{
    const std::string body = encode(rich());
    for (std::size_t bit = 0; bit < 8 * body.size(); ++bit) {
        std::string damaged = body;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(decode(damaged)) << "bit " << bit;
    }
}

TEST_F(RowFormTest, NeverReadsPastBytesThatLookRight)
{
    std::mt19937_64 random(7);
    Batch batch = rich();
    batch.append(rich(), rich()[0]);
    const std::string body = encode(batch);
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = body;
        for (std::uint64_t change = random() % 4; change < 4; ++change)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        if (random() % 4 == 0) damaged.resize(4 + random() % damaged.size());
        if (const auto back = decode(resealed(damaged)))
            for (const Reading& reading : back->readings()) back->values(reading);
    }
}

TEST_F(RowFormTest, LeavesTheBatchAsItWasWhenARowIsDamaged)
{
    std::string body = encode(Readings(host).add("a", at(1), 1).add("a", at(2), 2).batch);
    body[body.size() - 13] = 0x7f; // inside the second reading: its length no longer fits
    body.erase(body.size() - 6, 1);
    Batch batch = rich();
    EXPECT_FALSE(RowDecoder(names.byId()).decode(resealed(body), 1, {}, batch));
    EXPECT_EQ(batch.size(), 1U);
}

TEST(RowSpread, PutsARowIntoTheSmallestClassThatHoldsIt)
{
    EXPECT_EQ(spreadOf(at(0), at(0)), 0);
    EXPECT_EQ(spreadOf(at(0), at(1)), 0);
    EXPECT_EQ(spreadOf(at(0), at(2)), 1);
    EXPECT_EQ(spreadOf(at(0), at(65'536)), 4);
    EXPECT_EQ(spreadOf(at(0), at(1 << 25)), 7);
}

TEST(RowPlace, GivesBackStoreAndSeq)
{
    const Place place = Place::of(Place{3, 123'456'789'012}.number());
    EXPECT_EQ(place.store, 3);
    EXPECT_EQ(place.seq, 123'456'789'012U);
}

} // namespace

} // namespace historian::sqlite
