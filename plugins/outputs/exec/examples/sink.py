#!/usr/bin/python3
"""A destination for output-exec: appends each reading to a file once, and answers record by record."""
import json
import os
import sys

config = json.loads(sys.stdin.readline())["config"]
seen = set()
file = open(config["file"], "a+")
file.seek(0)
for line in file:  # what a former run has written
    reading = json.loads(line)
    seen.add((reading["store_id"], reading["seq"]))
print(json.dumps({"ready": 1, "name": "file-sink", "version": "1"}), flush=True)
for line in sys.stdin:
    message = json.loads(line)
    results = []
    for reading in message["readings"]:
        key = (reading["store_id"], reading["seq"])
        if key in seen:
            results.append({"seq": reading["seq"], "result": "duplicate"})
            continue
        file.write(json.dumps(reading) + "\n")
        seen.add(key)
        results.append({"seq": reading["seq"], "result": "done"})
    file.flush()
    os.fsync(file.fileno())  # done means: it survives a power cut
    print(json.dumps({"batch": message["batch"], "results": results}), flush=True)
