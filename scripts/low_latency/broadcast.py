"""A broadcast that serves its viewers itself, and its publisher."""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

KEY = "sesame"


_started = []


class Failure(Exception):
    """Something that must run doesn't."""


def start(command, **how):
    """Starts a process that this one takes with it, however it ends; only SIGKILL leaves orphans."""
    process = subprocess.Popen(command, **how)
    _started.append(process)
    return process


def end_on_sigterm():
    """Has SIGTERM end this process as an exception does, so that all that was started ends too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@atexit.register
def _end_all():
    for process in _started:
        if process.poll() is None:
            process.terminate()
    for process in _started:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def write_preset(root, folder, size, bit_rate, latency, layers=True, follows=False):
    """Writes presets/flash-sale.yaml with another canvas and one rung of its size; returns the path. Its crop stands, or follows and has no room to."""
    with open(os.path.join(root, "presets", "flash-sale.yaml"), encoding="utf-8") as file:
        text = file.read()
    width, height = size
    head = (f"canvas: {{width: {width}, height: {height}, frameRate: 30}}\nlatency: {latency}\n"
            f"ladder:\n  - {{width: {width}, height: {height}, bitRate: {bit_rate}k}}\n"
            + ("reframe: {mode: follow, region: [0.341, 0.659], subject: auto}\n" if follows else ""))
    for key in ("canvas", "latency", "ladder", "reframe"):
        text = re.sub(rf"^{key}:.*\n(?:[ \t]+.*\n)*", "", text, flags=re.M)
    if not layers:
        text = text[:text.index("\nlayers:")] + "\n"
    text = re.sub(r"^(name:.*\n)", lambda match: match[1] + head, text, count=1, flags=re.M)
    images = os.path.join(folder, "images")
    if not os.path.exists(images):
        shutil.copytree(os.path.join(root, "presets", "images"), images)
    path = os.path.join(folder, f"{width}x{height}-{latency}-{'all' if layers else 'plain'}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


class Broadcast:
    """`tatecast live --serve`, with a show that never stands still if it has layers. It listens, unless its options name an input."""

    def __init__(self, tatecast, folder, preset, name, options=(), has_show=True, cores=None, environment=None):
        self.log = open(os.path.join(folder, f"{name}.log"), "wb")
        self.output = os.path.join(folder, name)
        # What an earlier run kept there is a broadcast that is over.
        shutil.rmtree(self.output, ignore_errors=True)
        self.process = start(
            (["taskset", "--cpu-list", cores] if cores else []) +
            [tatecast, "live", *([] if "--input" in options else ["--listen", "rtmp://127.0.0.1:0/live"]),
             "--serve", "127.0.0.1:0", "--preset", preset,
             "--output", self.output, "--json", *(["--events", "-"] if has_show else []), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, "TATECAST_STREAM_KEY": KEY, **(environment or {})})
        ready = self.process.stdout.readline()
        if not ready:
            with open(self.log.name, encoding="utf-8", errors="replace") as log:
                raise Failure(f"tatecast live isn't ready: {log.read()[-1000:]}")
        self.ready = json.loads(ready)
        publish = self.ready.get("publish")
        self.publish_url = publish and f"{publish[0] if isinstance(publish, list) else publish}/{KEY}"
        self.play_url = self.ready["play"]
        self.is_on = True
        self.sender = threading.Thread(target=self._send_show if has_show else lambda: None, daemon=True)
        self.sender.start()

    @property
    def pid(self):
        return self.process.pid

    def send(self, event):
        try:
            self.process.stdin.write((json.dumps(event) + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            self.is_on = False

    def _send_show(self):
        """Price, comments, poll and countdown all the time; hearts twice a second, so that 120 are on screen."""
        tumbler = {"id": "cup", "name": "真空タンブラー", "originalPrice": 5980, "currency": "JPY"}
        self.send({"type": "comment", "id": "pinned", "author": "みき", "text": "今日だけの価格です", "pin": True})
        self.send({"type": "poll", "question": "どの色がいい？", "options": ["赤", "青"]})
        turn = 0
        while self.is_on:
            if turn % 20 == 0:
                self.send({"type": "price", "product": {**tumbler, "price": 3980 - turn % 7, "stock": 40 - turn // 20 % 30}})
            if turn % 6 == 0:
                self.send({"type": "comment", "id": f"c-{turn}", "author": "はる", "text": f"かわいい {turn}"})
            self.send({"type": "hearts", "count": 30})
            turn += 1
            time.sleep(0.5)

    def finish(self):
        """Ends the broadcast; returns its summary."""
        self.is_on = False
        self.sender.join()
        self.process.send_signal(signal.SIGTERM)
        try:
            out, _ = self.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure(f"tatecast live doesn't end within 30 s; see {self.log.name}")
        finally:
            self.log.close()
        lines = out.decode().strip().splitlines()
        if self.process.returncode != 0 or not lines:
            raise Failure(f"tatecast live ended with {self.process.returncode}; see {self.log.name}")
        return json.loads(lines[-1])


class Publisher:
    """publisher.py in a process of its own, whose sleeps nobody disturbs."""

    def __init__(self, clip, url, cores=None):
        script = os.path.join(os.path.dirname(__file__), "publisher.py")
        self.process = start(
            (["taskset", "--cpu-list", cores] if cores else []) + [sys.executable, script, clip, url],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise Failure("the publisher said nothing")
        self.base = json.loads(line)["base"]
        """When picture 0 was due, on time.monotonic()'s clock."""

    def finish(self):
        """Ends it; returns how late it was, in milliseconds: p50, p95, p99, max."""
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=10)
        return json.loads(out.decode().strip().splitlines()[-1])["late"]


def idle_time():
    """Seconds that the machine had nothing to do, and seconds in all, since it started."""
    with open("/proc/stat", encoding="utf-8") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return fields[3] + fields[4], sum(fields)


class IdleShare:
    """The share of the machine's time that nobody used, since it was made."""

    def __init__(self):
        self.begin = idle_time()

    def value(self):
        idle, all_time = idle_time()
        return (idle - self.begin[0]) / max(1, all_time - self.begin[1])
