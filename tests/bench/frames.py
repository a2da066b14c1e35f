"""How long after a POST its frame is on the WebSocket."""

import http.client
import json
import socket
import time

from websocket import open_websocket, text_frames

READING = {"voltage": 220.0, "power": 550.0, "ac_power_kw": 0.55, "total_energy_kwh": 1.2}


def frame_delays_ms(daemon, rounds):
    """Posts readings one by one. For each: (POST begun to frame, its 200 to frame), in ms; a frame that
    comes before the 200 has a negative second figure."""
    frames = text_frames(open_websocket(daemon))
    connection = http.client.HTTPConnection(daemon.host, daemon.port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    delays = []
    for number in range(rounds):
        body = json.dumps({"device_id": "frames", "current": number / 1000, **READING})
        begun = time.perf_counter()
        connection.request("POST", "/api/energy-data", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answered = time.perf_counter()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"a POST was answered with {answer.status}")
        next(frame for frame in frames
             if frame["type"] == "energy_reading" and frame["data"]["current"] == number / 1000)
        seen = time.perf_counter()
        delays.append(((seen - begun) * 1000, (seen - answered) * 1000))
    return delays
