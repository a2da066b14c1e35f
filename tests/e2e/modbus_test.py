"""Meters on Modbus, read by the real daemon from pymodbus: right values, rollover, dead units and nonsense."""

import socket
import struct
import threading
import unittest

from field_devices import ModbusServer, SerialCable, counter, heard, instance, latest, newest, wait_for, why
from historian import Daemon, ctl

# What the field firmware's registers hold (facts of its register map), and what that means.
BOARD = {"hr": {"30001": 550, "30002": 65535, "30003": 4997, "30004": 2500, "30005": 220, "30006": 950,
                "30007": 255, "30008": 850, "30009": 960, "30010": 1},
         "co": {str(number): int(number <= 4) for number in range(1, 9)},
         "di": {str(number): 0 for number in range(1, 9)}}
MEANING = {"power": 550, "total_energy_kwh": 655.35, "grid_frequency_hz": 49.97, "current": 2.5,
           "voltage": 220, "power_factor": 0.95, "ambient_temp_c": 25.5, "irradiance_w_m2": 850,
           "efficiency": 0.96, "system_status": 1, "is_online": True, "is_grid_ok": True,
           "is_temperature_high": False}


class FieldBoard(unittest.TestCase):
    def test_its_register_map_is_read_right_and_its_energy_survives_the_rollover(self):
        server = ModbusServer("tcp", {"1": BOARD})
        self.addCleanup(server.close)
        config = f"""
version: 1
inputs:
  - name: board
    plugin: modbus
    connection: tcp://127.0.0.1:{server.port}
    units: [{{id: 1, device: ESP32-001, profile: esp32-scada-modbus}}]
"""
        with Daemon(config) as daemon:
            wait_for("its meaning", lambda: newest(daemon, "ESP32-001", MEANING) == MEANING)
            values = latest(daemon, "ESP32-001")
            self.assertEqual({values["current"]["origin"], values["power_factor"]["origin"]},
                             {"measured", "simulated"})
            server.change({"1": {"hr": {"30002": 1}}})  # 655.36 kWh is 0 again
            wait_for("the counter after its rollover",
                     lambda: newest(daemon, "ESP32-001", ["total_energy_kwh"]) == {"total_energy_kwh": 0.01})
            estimate = daemon.get("/api/carbon-credits/ESP32-001").json()
            self.assertEqual(estimate["monitoring_data"]["gross_generation_mwh"], 0.65537)


class Bus(unittest.TestCase):
    def setUp(self):
        self.cable = SerialCable()
        self.addCleanup(self.cable.close)
        self.server = ModbusServer(str(self.cable.far), {"1": {"hr": {"10": 30}}, "7": {"hr": {"10": 37}}})
        self.addCleanup(self.server.close)
        units = "".join(f"""
      - {{id: {unit}, device: meter-{unit}, registers: [{{metric: power_w, address: 10}}]}}"""
                        for unit in (1, 5, 7))
        self.config = f"""
version: 1
inputs:
  - name: bus
    plugin: modbus
    connection: rtu://{self.cable.near}?baud=9600
    interval: 200ms
    timeout: 4s
    units:{units}
"""

    def test_a_dead_unit_of_three_is_named_and_is_back_when_it_answers(self):
        with Daemon(self.config) as daemon:
            for meter in ("meter-1", "meter-7"):
                wait_for(f"12 readings of {meter}", lambda: len(daemon.samples(meter, "power_w")) >= 12)
                self.assertEqual(heard(daemon, meter, "power_w"), {30 if meter == "meter-1" else 37})
            self.assertEqual(latest(daemon, "meter-5")["power_w"]["q"], "bad_comm")
            wait_for("its name", lambda: why(daemon, "bus") == "unit 5 (meter-5): no reply in time")
            self.assertEqual(len(daemon.samples("meter-5", "power_w")), 1)
            self.server.change({"5": {"hr": {"10": 35}}})
            wait_for("the dead unit", lambda: latest(daemon, "meter-5")["power_w"]["v"] == 35)
            wait_for("its interval", lambda: len(daemon.samples("meter-5", "power_w")) >= 8)
            wait_for("a clean bill", lambda: why(daemon, "bus") == "")


def words(text, count):
    """A text in that many registers."""
    data = text.encode().ljust(2 * count, b"\0")
    return [data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)]


def sunspec_image(base, power, power_scale):
    """Models 1 and 103 behind the mark, as inverters have them; scale factors are signed."""
    common = words("Sonnenwerk", 16) + words("SW-20-3", 16) + [0] * 8 + words("1.4.2", 8) + words("A1234567", 16) + [0, 0]
    inverter = [0xFFFF] * 50
    inverter[12:14] = [power, power_scale & 0xFFFF]
    inverter[14:16] = [5001, -2 & 0xFFFF]
    inverter[22:25] = [0x075B, 0xCD15, 0]
    inverter[36] = 4
    image = [0x5375, 0x6E53, 1, len(common), *common, 103, len(inverter), *inverter, 0xFFFF, 0]
    return {str(base + i): word for i, word in enumerate(image)}


class Inverter(unittest.TestCase):
    def test_its_models_are_found_where_they_stand_and_a_moving_scale_makes_no_spike(self):
        for base in (0, 40000, 50000):
            with self.subTest(base=base):
                server = ModbusServer("tcp", {"126": {"hr": sunspec_image(base, 2005, 1)}})
                self.addCleanup(server.close)
                config = f"""
version: 1
inputs:
  - name: inverter
    plugin: modbus
    connection: tcp://127.0.0.1:{server.port}
    interval: 200ms
    units: [{{id: 126, device: inverter-1, profile: sunspec-inverter}}]
"""
                with Daemon(config) as daemon:
                    meaning = {"power": 20050, "total_energy_kwh": 123456.789, "grid_frequency_hz": 50.01,
                               "operating_state": "mppt"}
                    wait_for("its meaning", lambda: newest(daemon, "inverter-1", meaning) == meaning)
                    wait_for("what is read once an hour",
                             lambda: heard(daemon, "inverter-1", "serial_number") == {"A1234567"})
                    wait_for("a sentinel that is named", lambda: latest(
                        daemon, "inverter-1")["voltage_l1_v"]["q"] == "bad_sentinel")
                    for step in range(6):
                        server.change({"126": {"hr": sunspec_image(base, *((2006, 1), (20060, 0))[step % 2])}})
                        count = len(daemon.samples("inverter-1", "power"))
                        wait_for("two more polls", lambda: len(daemon.samples("inverter-1", "power")) >= count + 2)
                    self.assertLessEqual(heard(daemon, "inverter-1", "power"), {20050, 20060})


def f32(*numbers):
    """Floats in two registers each."""
    return [word for number in numbers for word in struct.unpack(">HH", struct.pack(">f", number))]


def models_image(*models):
    """SunSpec models (id, length, {offset from the ID: words}) at 40000; what is not given is not implemented."""
    image = [0x5375, 0x6E53]
    for number, length, content in models:
        registers = [number, length] + [0xFFFF] * length
        for offset, values in content.items():
            registers[offset:offset + len(values)] = [value & 0xFFFF for value in values]
        image += registers
    return {str(40000 + i): word for i, word in enumerate([*image, 0xFFFF, 0])}


WHOLE = models_image(
    (103, 50, {10: [2301, 2305, 2298, -1], 14: [2005, 1], 16: [5001, -2], 24: [0x075B, 0xCD15, 0], 38: [4]}),
    (160, 48, {2: [-2, -1, 0], 8: [2], 19: [950, 6002, 5702], 39: [940, 6004, 5644]}),
    (203, 105, {8: [2301, 2305, 2298], 15: [-1], 16: [4999, -2], 18: [-1950, -600, -700, -650, 1],
                38: [0, 52345], 46: [0, 12345], 54: [1]}))
FLOATS = models_image(
    (113, 60, {16: f32(230.1), 22: f32(20050, 50.01), 32: f32(123456), 48: [5]}),
    (213, 124, {12: f32(230.1, 230.5, 229.8), 26: f32(49.99, -19500), 60: f32(523450), 68: f32(123450)}))
NEWER = models_image(
    (701, 153, {4: [4], 10: [2005], 17: [0, 5001, 0, 2, 0xDFDC, 0x1C35], 113: [-1, -1, -2, 1, -3, 1, 1, -1, 0, -1],
                123: words("fan 2 slow", 32)}))


class Models(unittest.TestCase):
    """Chains of SunSpec models as inverters with a meter behind them have them."""

    def read(self, image, units, expected):
        server = ModbusServer("tcp", {"1": {"hr": image}})
        self.addCleanup(server.close)
        daemon = self.enterContext(Daemon(f"""
version: 1
inputs:
  - name: plant
    plugin: modbus
    connection: tcp://127.0.0.1:{server.port}
    interval: 200ms
    units: [{units}]
"""))
        for device, values in expected.items():
            wait_for(f"{values} of {device}", lambda: newest(daemon, device, values) == values)
        wait_for("a clean bill", lambda: why(daemon, "plant") == "")
        return daemon

    def test_an_inverter_its_strings_and_its_meter_in_whole_numbers(self):
        self.read(WHOLE, """{id: 1, device: inverter, profile: fronius},
                            {id: 1, device: meter, profile: sunspec-meter}""", {
            "inverter": {"power": 20050, "total_energy_kwh": 123456.789, "voltage_l3_v": 229.8, "power_dc_1_w": 5702,
                         "voltage_dc_1_v": 600.2, "current_dc_2_a": 9.4, "operating_state": "mppt"},
            "meter": {"power": -19500, "power_l2_w": -7000, "grid_frequency_hz": 49.99, "voltage_l1_v": 230.1,
                      "energy_export_kwh": 523.45, "energy_import_kwh": 123.45}})

    def test_an_inverter_and_its_meter_in_floats(self):
        self.read(FLOATS, """{id: 1, device: inverter, profile: sunspec-inverter},
                             {id: 1, device: meter, profile: sunspec-meter}""", {
            "inverter": {"power": 20050, "total_energy_kwh": 123.456, "grid_frequency_hz": 50.01,
                         "operating_state": "throttled"},
            "meter": {"power": -19500, "voltage_l2_v": 230.5, "energy_export_kwh": 523.45,
                      "energy_import_kwh": 123.45}})

    def test_a_model_longer_than_a_request_is_read_in_two(self):
        alarm = "{metric: alarm, models: [701], address: 123, type: string, length: 32}"
        daemon = self.read(NEWER, f"{{id: 1, device: inverter, profile: sunspec-inverter, registers: [{alarm}]}}", {
            "inverter": {"power": 20050, "total_energy_kwh": 1234567.8901, "grid_frequency_hz": 50.01,
                         "operating_state": "mppt", "alarm": "fan 2 slow"}})
        begun = instance(daemon, "plant")["counters"]  # in one answer: polls go on between two
        wait_for("10 polls", lambda: counter(daemon, "plant", "polls_total") >= begun["polls_total"] + 10)
        ended = instance(daemon, "plant")["counters"]
        polls = ended["polls_total"] - begun["polls_total"]
        self.assertGreaterEqual(ended["requests_total"] - begun["requests_total"], 2 * polls - 2)


class OwnProfile(unittest.TestCase):
    def test_a_meter_is_read_by_the_file_beside_the_configuration_and_not_by_the_packaged_one(self):
        server = ModbusServer("tcp", {"1": {"hr": {"7": 42}}})
        self.addCleanup(server.close)
        daemon = Daemon(f"""
version: 1
inputs:
  - name: meters
    plugin: modbus
    connection: tcp://127.0.0.1:{server.port}
    units: [{{id: 1, device: meter-1, profile: abb-b23}}]
""")
        (daemon.folder / "devices").mkdir()
        (daemon.folder / "devices/abb-b23.yaml").write_text("""
name: abb-b23
version: ours
metrics: {power: {unit: W, origin: measured}}
modbus: {registers: [{metric: power, address: 7}]}
""")
        with daemon:
            wait_for("a value", lambda: newest(daemon, "meter-1", ["power"]) == {"power": 42})
            self.assertEqual(list(latest(daemon, "meter-1")), ["power"])
            self.assertRegex(daemon.log_text(), r"devices/abb-b23\.yaml is used, not .*/share/historian/devices/abb-b23\.yaml")


class MadMeter:
    """Answers one register too many until it is cured."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_mad = True
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                while len(request := connection.recv(260)) == 12:
                    data = b"\x03\x04\x00\x07\x00\x08" if self.is_mad else b"\x03\x02\x00\x2a"
                    connection.sendall(request[:4] + bytes([0, len(data) + 1]) + request[6:7] + data)

    def close(self):
        self.listener.close()


class TypingError(unittest.TestCase):
    def test_a_register_that_is_not_there_is_named_and_its_value_is_bad_not_absent(self):
        server = ModbusServer("tcp", {"1": {"hr": {"10": 30, "11": 31}}})
        self.addCleanup(server.close)
        config = f"""
version: 1
inputs:
  - name: meters
    plugin: modbus
    connection: tcp://127.0.0.1:{server.port}
    interval: 200ms
    units:
      - id: 1
        device: meter-1
        registers:
          - {{metric: power_w, address: 10}}
          - {{metric: total_energy_kwh, address: 1010}}
"""
        with Daemon(config) as daemon:
            wait_for("two cycles", lambda: len(daemon.samples("meter-1", "power_w")) >= 2)
            self.assertEqual(why(daemon, "meters"), "unit 1 (meter-1): cannot read holding 1010 "
                             "(total_energy_kwh): illegal address (exception 2)")
            energy = latest(daemon, "meter-1")["total_energy_kwh"]
            self.assertEqual((energy["v"], energy["q"]), (None, "bad_device"))
            self.assertEqual(latest(daemon, "meter-1")["power_w"]["v"], 30)


class Nonsense(unittest.TestCase):
    def test_a_device_that_answers_nonsense_is_bad_counted_and_in_the_logbook_once(self):
        meter = MadMeter()
        self.addCleanup(meter.close)
        config = f"""
version: 1
inputs:
  - name: meters
    plugin: modbus
    connection: tcp://127.0.0.1:{meter.port}
    interval: 200ms
    units: [{{id: 1, device: meter-1, registers: [{{metric: power_w, address: 10}}]}}]
"""
        with Daemon(config) as daemon:
            wait_for("four polls", lambda: counter(daemon, "meters", "malformed_replies_total") >= 8)
            wait_for("its quality", lambda: latest(daemon, "meter-1")["power_w"]["q"] == "bad_parse")
            words = "unit 1 (meter-1): its replies cannot be understood"
            wait_for("words on the page", lambda: why(daemon, "meters") == words)
            meter.is_mad = False
            wait_for("a value", lambda: latest(daemon, "meter-1")["power_w"]["v"] == 42)
            wait_for("a clean bill", lambda: why(daemon, "meters") == "")
            meter.is_mad = True  # flickering does not fill the logbook
            wait_for("nonsense again", lambda: why(daemon, "meters") == words)
            told = [entry for entry in daemon.get("/api/v1/logbook").json()["entries"]
                    if entry["action"] == "device_nonsense"]
            self.assertEqual([(entry["subject"], entry["detail"]) for entry in told], [
                ("meter-1", "input meters: unit 1 (meter-1): its replies cannot be understood")])
            self.assertIn("device_nonsense", ctl(daemon, "log")[1])


if __name__ == "__main__":
    unittest.main()
