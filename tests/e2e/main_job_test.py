"""The main job: a board's reading becomes durable history, a live frame and a carbon figure."""

import gzip
import json
import socket
import struct
import unittest

from historian import DOCUMENTED, Daemon, ctl
from websocket import open_websocket, text_frames

# What the firmware in the field sends, byte for byte (its clock is not a time).
FIELD_BODY = (b'{"device_id":"ESP32-001","timestamp":"2025-01-20T0:2:5.000Z","current":2.500,'
              b'"voltage":220.00,"power":550.0,"ac_power_kw":0.550,"total_energy_kwh":1.235,'
              b'"grid_frequency_hz":49.97,"power_factor":0.952,"ambient_temp_c":25.5,'
              b'"irradiance_w_m2":850,"system_status":1,"efficiency":0.960}')
NAN_BODY = FIELD_BODY.replace(b'"current":2.500', b'"current":nan').replace(b'"power":550.0', b'"power":nan')


def field_request(body):
    return (b"POST /api/energy-data HTTP/1.1\r\nHost: gateway.example:5000\r\n"
            b"User-Agent: ESP32HTTPClient\r\nConnection: keep-alive\r\n"
            b"Accept-Encoding: identity;q=1,chunked;q=0.1,*;q=0\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)) + body


class MainJob(unittest.TestCase):
    def test_the_documented_example_gives_the_documented_carbon_figure(self):
        with Daemon('version: 1\ndevices: [{id: ESP32-001, profile: esp32-scada, rated_kw: 1}]\n') as daemon:
            answer = daemon.post("/api/energy-data", DOCUMENTED)
            self.assertEqual(answer.status, 200)
            self.assertEqual({"status", "message", "server_time", "device_id", "power"},
                             set(answer.json()))
            self.assertEqual(answer.json()["status"], "success")
            carbon = daemon.get("/api/carbon-credits/ESP32-001").json()
            self.assertEqual(carbon["methodology"], "GCCM001_v4")
            self.assertEqual(carbon["monitoring_data"]["gross_generation_mwh"], 0.001234)
            self.assertEqual(carbon["monitoring_data"]["net_export_mwh"], 0.001209)
            self.assertEqual(carbon["monitoring_data"]["capacity_factor"], 55.0)
            self.assertEqual(carbon["calculations"]["emission_reductions_tco2"], 0.000979)
            self.assertTrue(carbon["estimate"])

    def test_a_board_in_the_field_posts_unchanged(self):
        with Daemon() as daemon:
            answer = daemon.raw(field_request(FIELD_BODY))
            self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer)
            head, body = answer.split(b"\r\n\r\n", 1)
            self.assertLessEqual(len(body), 300)
            self.assertIn(b"date:", head.lower())
            self.assertNotIn(b"chunked", head.lower())
            latest = daemon.get("/api/v1/latest", device="ESP32-001").json()["readings"][0]
            self.assertFalse(latest["time"].startswith("2025-01-20"), "the fake clock was believed")
            self.assertIn("arrival", latest["flags"])
            self.assertEqual(latest["values"]["voltage"]["origin"], "constant")
            self.assertEqual(latest["values"]["current"]["origin"], "measured")

    def test_what_asks_for_compression_gets_a_plain_answer_of_a_known_length_all_the_same(self):
        with Daemon() as daemon:
            for path in (b"/api/energy-data", b"/api/v1/readings"):
                request = field_request(FIELD_BODY).replace(b"/api/energy-data", path).replace(
                    b"identity;q=1,chunked;q=0.1,*;q=0", b"gzip, deflate, br")
                head, body = daemon.raw(request).split(b"\r\n\r\n", 1)
                self.assertIn(b"content-length: %d" % len(body), head.lower(), path)
                self.assertNotIn(b"-encoding:", head.lower(), path)

    def test_a_board_that_sends_in_two_segments_and_resets_the_connection_is_stored_each_time(self):
        with Daemon() as daemon:
            for power in (1, 2, 3):
                body = FIELD_BODY.replace(b'"power":550.0', b'"power":%d.0' % power)
                request = field_request(body)
                with socket.create_connection((daemon.host, daemon.port), timeout=30) as board:
                    board.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    board.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    board.sendall(request[:-len(body)])
                    board.sendall(body)
                    self.assertEqual(board.recv(12), b"HTTP/1.1 200")  # the rest stays unread: a reset
            self.assertEqual(daemon.stored(), 3)

    def test_a_bare_nan_costs_one_value_and_not_the_reading(self):
        with Daemon() as daemon:
            self.assertTrue(daemon.raw(field_request(NAN_BODY)).startswith(b"HTTP/1.1 200 "))
            values = daemon.get("/api/v1/latest", device="ESP32-001").json()["readings"][0]["values"]
            self.assertIsNone(values["current"]["v"])
            self.assertEqual(values["current"]["q"], "bad_nan")
            self.assertEqual(values["voltage"]["v"], 220.0)

    def test_a_repeated_post_is_stored_once(self):
        with Daemon() as daemon:
            for _ in range(3):
                self.assertEqual(daemon.post("/api/energy-data", DOCUMENTED).status, 200)
            self.assertEqual(daemon.stored(), 1)

    def test_every_form_of_readings_is_taken(self):
        with Daemon() as daemon:
            one = {"device_id": "d1", "power": 1.5}
            for body, content_type, accepted in [
                    (json.dumps(one), "application/json", 1),
                    (json.dumps([{**one, "power": 2}, {**one, "power": 3}]), "application/json", 2),
                    ('{"device_id":"d1","power":4}\n{"device_id":"d1","power":5}\n',
                     "application/x-ndjson", 2),
                    (json.dumps({"device_id": "d2", "boot_id": "b", "uptime_ms": 5000, "readings": [
                        {"seq": 1, "uptime_ms": 3000, "power": 6},
                        {"seq": 2, "uptime_ms": 4000, "power": 7}]}), "application/json", 2)]:
                answer = daemon.post("/api/v1/readings", body, content_type)
                self.assertEqual(answer.status, 200, answer.body)
                self.assertEqual(answer.json()["accepted"], accepted, body)
            packed = gzip.compress(b'{"device_id":"d3","power":8}')
            answer = daemon.request("POST", "/api/v1/readings", packed,
                                    {"Content-Type": "application/json", "Content-Encoding": "gzip"})
            self.assertEqual(answer.json()["accepted"], 1, answer.body)
            self.assertEqual(daemon.stored(), 8)

    def test_history_survives_a_restart(self):
        with Daemon() as daemon:
            daemon.post("/api/energy-data", DOCUMENTED)
            self.assertEqual(daemon.stop(), 0)
            daemon.start()
            self.assertEqual(daemon.stored(), 1)
            self.assertEqual(daemon.get("/api/latest-readings").json()["ESP32-001"]["power"], 550.0)
            self.assertEqual(len(daemon.get("/api/readings-history", limit=10).json()), 1)

    def test_a_commit_becomes_a_live_frame(self):
        with Daemon() as daemon:
            daemon.post("/api/energy-data", DOCUMENTED)
            with open_websocket(daemon) as connection:
                frames = text_frames(connection)
                first = next(frames)
                self.assertEqual(first["type"], "latest_readings")
                self.assertEqual(first["data"]["ESP32-001"]["power"], 550.0)
                daemon.post("/api/energy-data", {**DOCUMENTED, "power": 551.0})
                frame = next(frame for frame in frames if frame["type"] == "energy_reading")
                self.assertEqual(frame["data"]["power"], 551.0)

    def test_a_person_approves_a_device(self):
        with Daemon() as daemon:
            daemon.post("/api/energy-data", DOCUMENTED)
            self.assertEqual(daemon.get("/api/v1/devices").json()["devices"][0]["standing"], "unapproved")
            code, text = ctl(daemon, "devices", "approve", "ESP32-001")
            self.assertEqual((code, text), (0, "ESP32-001: approved\n"))
            self.assertIn("device_approved", ctl(daemon, "log")[1])
            ctl(daemon, "devices", "reject", "ESP32-001")
            answer = daemon.post("/api/energy-data", {**DOCUMENTED, "power": 1.0})
            self.assertGreaterEqual(answer.status, 400)
            self.assertEqual(daemon.stored(), 1)

    def test_the_predecessors_routes_answer(self):
        with Daemon() as daemon:
            daemon.post("/api/energy-data", DOCUMENTED)
            health = daemon.get("/health").json()
            for key in ("status", "timestamp", "devices_connected", "supabase_connected",
                        "total_devices", "online_devices", "offline_devices"):
                self.assertIn(key, health)
            document = daemon.get("/api/guardian/format/ESP32-001").json()["document"]
            self.assertEqual(document["credentialSubject"][0]["type"], "energy_measurement_schema")
            self.assertFalse(daemon.post("/api/guardian/submit/ESP32-001", "").json()["success"])
            for path in ("/api/supabase-data/ESP32-001", "/api/supabase-stats"):
                self.assertEqual(daemon.get(path).status, 503, path)
            self.assertEqual(daemon.get("/api/test-connection").status, 200)
            self.assertEqual(daemon.post("/api/test-post", {"a": 1}).json()["received_data"], {"a": 1})
            self.assertEqual(daemon.get("/api/carbon-credits/nobody").json(),
                             {"detail": "Device not found"})

    def test_the_page_and_the_machines_routes_answer(self):
        with Daemon() as daemon:
            self.assertIn(b"<!doctype html>", daemon.get("/").body.lower())
            self.assertEqual(daemon.get("/healthz").status, 200)
            self.assertIn(b"historian_", daemon.get("/metrics").body)
            self.assertEqual(daemon.get("/api/v1/openapi.json").json()["openapi"][:3], "3.1")


if __name__ == "__main__":
    unittest.main()
