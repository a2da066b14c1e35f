#!/usr/bin/python3
"""A sensor for input-exec: prints what a thermal zone of Linux says, and waits for each acknowledgement."""
import json
import sys
import time


def say(message):
    print(json.dumps(message), flush=True)


def answer_to(message_id):
    for line in sys.stdin:
        answer = json.loads(line)
        if answer.get("ack") == message_id:
            return
        if answer.get("reject") == message_id:
            print("refused:", answer["why"], file=sys.stderr, flush=True)
            return
    sys.exit(0)  # the end of the input: the historian stops


config = json.loads(sys.stdin.readline())["config"]
say({"ready": 1, "name": "thermal-zone", "version": "1"})
number = time.time_ns()  # ids go on where a crash left them
while True:
    number += 1
    with open(config.get("file", "/sys/class/thermal/thermal_zone0/temp")) as zone:
        degrees = int(zone.read()) / 1000
    say({"id": number, "device_id": config.get("device", "gateway"), "timestamp": time.time(), "temp_c": degrees})
    answer_to(number)
    time.sleep(float(config.get("interval", "10")))
