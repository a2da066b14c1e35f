"""A WebSocket client as small as the tests need it."""

import base64
import json
import os
import socket
import struct


def read_frame(connection):
    """One text frame of a WebSocket, as the server sends it: unmasked."""
    def exactly(count):
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data
    first, length = exactly(2)
    if length == 126:
        length = struct.unpack(">H", exactly(2))[0]
    elif length == 127:
        length = struct.unpack(">Q", exactly(8))[0]
    return first & 0x0F, exactly(length)


def open_websocket(daemon):
    connection = socket.create_connection(("127.0.0.1", daemon.port), timeout=30)
    key = base64.b64encode(os.urandom(16))
    connection.sendall(b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                       b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n"
                       b"Origin: http://127.0.0.1:%d\r\n\r\n" % (daemon.port, key, daemon.port))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    assert b" 101 " in head, head
    return connection


def text_frames(connection):
    while True:
        opcode, payload = read_frame(connection)
        if opcode == 1:
            yield json.loads(payload)
