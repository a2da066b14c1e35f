"""Meters on Modbus, read by the real daemon from pymodbus: right values, rollover, dead units and nonsense."""

import socket
import threading
import unittest

from field_devices import ModbusServer, SerialCable, counter, heard, latest, newest, wait_for, why
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
