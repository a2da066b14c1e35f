"""What was posted, what the store holds and what the destination has, in one form that can be compared."""

import datetime
import hashlib
import json
import random

DEVICES = 4
DIFFERENCES_MAX = 5
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
METRICS = ("power", "voltage", "total_energy_kwh", "n", "panel_temp_c")
ROWS_SQL = """
select device_id, (extract(epoch from "time") * 1000000)::bigint,
  jsonb_strip_nulls(jsonb_build_object('power', power, 'voltage', voltage, 'total_energy_kwh', total_energy_kwh))
  || coalesce(extra, '{}') from energy_readings"""


def microseconds(text):
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH) // datetime.timedelta(microseconds=1)


class Readings:
    """`count` distinct readings of four devices, the same for a seed and a beginning."""

    def __init__(self, seed, count, begin):
        chance = random.Random(seed)
        self.all = [self.one(chance, number, begin) for number in range(count)]

    @staticmethod
    def one(chance, number, begin):
        time = begin + datetime.timedelta(milliseconds=250 * number, microseconds=chance.randrange(250_000))
        reading = {"device_id": f"meter-{number % DEVICES}",
                   "timestamp": time.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                   "power": chance.uniform(-1, 9000), "voltage": round(chance.uniform(215, 225), 1),
                   "total_energy_kwh": number / 3, "n": number}
        if chance.random() < 0.3:
            reading["panel_temp_c"] = round(chance.uniform(-20, 90), 2)
        return reading

    def rows(self):
        """(device, microseconds since 1970) -> values."""
        return {(reading["device_id"], microseconds(reading["timestamp"])):
                {name: value for name, value in reading.items() if name in METRICS} for reading in self.all}


def rows_of_store(daemon):
    rows = {}
    for device in range(DEVICES):
        for metric in METRICS:
            for sample in daemon.samples(f"meter-{device}", metric):
                rows.setdefault((f"meter-{device}", microseconds(sample["t"])), {})[metric] = sample["v"]
    return rows


def rows_of_destination(postgres):
    rows = {}
    for line in postgres.sql(ROWS_SQL).splitlines():
        device, time, values = line.split("|", 2)
        rows[device, int(time)] = json.loads(values)
    return rows


def checksum(rows):
    """SHA-256 over the canonical lines: device, time, each value as its shortest decimal text; minus zero
    is zero, as jsonb has no other."""
    lines = sorted(f"{device} {time} " + " ".join(f"{name}={float(value) + 0.0!r}" for name, value in sorted(values.items()))
                   for (device, time), values in rows.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def differences(wanted, found):
    """The rows that differ, a few of them, in words."""
    places = [place for place in {**wanted, **found} if wanted.get(place) != found.get(place)]
    return [f"{place}: {wanted.get(place)} became {found.get(place)}" for place in places[:DIFFERENCES_MAX]]


def books(status, destination, wanted):
    """The promises of the books that do not hold, in words. Nothing was to be purged or refused."""
    intake, store = status["intake"], status["store"]
    counted = sum(intake[key] for key in ("stored", "duplicates", "rejected", "failed", "in_flight"))
    faults = []
    if intake["received"] != counted:
        faults.append(f"received {intake['received']}, accounted for {counted}")
    if intake["rejected"]:
        faults.append(f"{intake['rejected']} rejected")
    if store["readings"] != wanted:
        faults.append(f"stored {store['readings']} of {wanted}")
    for what in ("backlog", "quarantined", "dropped"):
        if destination[f"{what}_readings"]:
            faults.append(f"{destination[f'{what}_readings']} {what}")
    for position in destination["positions"]:
        if position["done_up_to_seq"] != position["newest_seq"]:
            faults.append(f"the position is {position}")
    return faults
