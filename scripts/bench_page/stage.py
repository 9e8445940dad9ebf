"""A broadcast whose page is open to all, on one core; who visits it is on the other."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request

from low_latency import playlists
from low_latency.broadcast import Broadcast, Failure, Publisher, start, write_preset
from low_latency.processor import OtherLoad

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIZE, BIT_RATE = (360, 640), 2500
SERVER_CORE, VISITORS_CORE = "0", "1"
POLL = "bench"


class Stage:
    """All layers of presets/flash-sale.yaml on one rung, published over RTMP; a poll is open."""

    def __init__(self, options, folder, clip, name, more=(), environment=None):
        preset = write_preset(ROOT, folder, SIZE, BIT_RATE, "low")
        self.live = Broadcast(
            options.tatecast, folder, preset, name, ["--control", "127.0.0.1:0", "--audience", "open", *more], has_show=False,
            cores=SERVER_CORE, environment=environment)
        self.publisher = Publisher(clip, self.live.publish_url, cores=VISITORS_CORE)
        self.control = self.live.ready["control"].removesuffix("/v1/state")
        end = time.monotonic() + 20
        while not playlists.renditions(playlists.Connection(self.live.play_url)):
            if time.monotonic() > end:
                raise Failure("no main playlist within 20 s")
            time.sleep(0.1)
        # Until the encoder has settled, and there are segments to join at.
        time.sleep(8)
        self.commit({"type": "poll", "id": POLL, "question": "Which colour?", "options": ["White", "Black"]})

    def commit(self, event):
        request = urllib.request.Request(
            self.control + "/v1/events", json.dumps(event).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            told = json.loads(answer.read())["events"][0]
        if told["status"] != "committed":
            raise Failure(f"{event}: {told}")

    @contextlib.contextmanager
    def hearts(self, per_second):
        """So many hearts, ten times a second, by the control API."""
        is_over = threading.Event()

        def send():
            while not is_over.wait(0.1):
                self.commit({"type": "hearts", "count": per_second // 10})
        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        try:
            yield
        finally:
            is_over.set()
            sender.join()

    def counted(self, name):
        """What the program has counted, by its own metrics."""
        with urllib.request.urlopen(self.control + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return int(sum(float(line.split()[-1]) for line in lines if line.startswith(name + " ")))

    def memory(self):
        """Resident, in bytes."""
        with open(f"/proc/{self.live.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def run(self, *commands, environment=None):
        """Runs commands beside each other; returns what each says as JSON, and the cores that the program and strangers took meanwhile."""
        others, begin, used = OtherLoad([self.live.pid, os.getpid()]), time.monotonic(), self.seconds_used()
        running = [start(["taskset", "--cpu-list", VISITORS_CORE, *map(str, command)], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}) for command in commands]
        told = [process.communicate()[0] for process in running]
        for command, process, text in zip(commands, running, told):
            if not text:
                raise Failure(f"{command[0]} ended with {process.returncode}")
        own = (self.seconds_used() - used) / (time.monotonic() - begin)
        return [json.loads(text) for text in told], own, others.value([self.live.pid, os.getpid()])

    def seconds_used(self):
        """Of processor time, by the program."""
        with open(f"/proc/{self.live.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def crowd(self, **numbers):
        """The command of a crowd."""
        words = [f"--{name}={value}" for name, value in numbers.items()]
        script = os.path.join(ROOT, "scripts", "bench_page", "crowd.py")
        return [sys.executable, script, self.live.play_url, f"--poll={POLL}", *words]

    def finish(self):
        self.publisher.finish()
        return self.live.finish()
