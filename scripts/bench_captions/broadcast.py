"""A broadcast that captions are said to, by its control API."""

import http.client
import json
import os
import time

from low_latency.broadcast import Broadcast, Failure


class CaptionedBroadcast(Broadcast):
    """`tatecast live` of a clip that plays again and again, and a kept connection to its control."""

    def __init__(self, options, folder, preset, name, more=()):
        path = os.path.join(folder, f"{name}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(preset)
        super().__init__(options.tatecast, folder, path, name, ["--input", options.clip, "--loop", "--control", "127.0.0.1:0", *more],
                         has_show=False)
        self.connection = http.client.HTTPConnection(self.ready["control"].split("/")[2], timeout=10)
        end = time.monotonic() + 30
        while self.ask("GET", "/readyz")[0] != 200:
            if time.monotonic() > end:
                raise Failure("the broadcast isn't ready after 30 s")
            time.sleep(0.1)

    def ask(self, method, path, body=None):
        self.connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def commit(self, event):
        """Returns the media time of the tick that shows it first, in seconds."""
        status, body = self.ask("POST", "/v1/events", json.dumps(event))
        told = json.loads(body).get("events", [{}])[0]
        if told.get("status") != "committed":
            raise Failure(f"{event}: {status} {body[:500]}")
        return told["time"]

    def counters(self):
        return {**json.loads(self.ask("GET", "/v1/state")[1])["counters"], "isSettled": False}

    def metric(self, name):
        lines = self.ask("GET", "/metrics")[1].decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.split()[0].split("{")[0] == name)

    def memory(self):
        """Resident, in bytes."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
