"""A broadcast by the built program, and whoever publishes to it."""

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time

from .show import Show

KEY = "sesame-0451"
PRESET = """name: peers
canvas: {width: 360, height: 640, frameRate: 30}
latency: low
ladder:
  - {width: 360, height: 640, bitRate: 900k}
  - {width: 180, height: 320, bitRate: 200k}
reframe: {mode: fit}
layers:
  - slate: {}
"""


def arguments():
    """What scripts/peers/live.sh hands to every script: the program, a folder for media, an empty folder; then its own."""
    tatecast, media, out, *own = sys.argv[1:]
    begin = _processor_time()

    def explain(kind, error, trace):
        sys.__excepthook__(kind, error, trace)
        idle, total = (after - before for after, before in zip(_processor_time(), begin))
        # What a broadcast, a publisher and a few decoders take leaves more than that on two cores.
        if total and idle / total < 0.1:
            print(f"void: the machine had {idle / total:.0%} of its time to spare, less than a tenth")
            sys.stdout.flush()
            os._exit(VOID)

    sys.excepthook = explain
    return tatecast, media, out, own


VOID = 75


def _processor_time():
    """Idle time and all time of the machine since it started."""
    with open("/proc/stat", encoding="utf-8") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return fields[3] + fields[4], sum(fields)


def free_port(kind=socket.SOCK_STREAM):
    """One that was free a moment ago, for peers that can't choose one themselves."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peer:
    """Another program, ended with the block that it is used in."""

    def __init__(self, words, *, log, stdin=subprocess.DEVNULL, **more):
        self.log = log
        with open(log, "ab") as file:
            # A group of its own, so that its children end with it.
            self.process = subprocess.Popen(words, stdin=stdin, stdout=file, stderr=file, start_new_session=True, **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def wait(self, seconds):
        """Its status; fails if it doesn't end by itself."""
        return self.process.wait(timeout=seconds)

    @property
    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()


class Broadcast:
    """`tatecast live` until the block ends; what it left is `show` then, and `summary` what it says of it."""

    def __init__(self, tatecast, out, *words, listens="rtmp://127.0.0.1:0/live", buffer=500, preset=PRESET, **environment):
        self.out = out
        self.folder = os.path.join(out, "show")
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        path = os.path.join(out, "preset.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(preset)
        self.log_path = os.path.join(out, "tatecast.log")
        self.began = time.monotonic()
        listen = ["--listen", listens] if listens else []
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                # The jitter isn't a network's but that of two busy programs more on the same machine.
                [tatecast, "live", *listen, "--preset", path, "--output", self.folder, "--record", "--json",
                 "--log-format", "text", *(["--jitter-buffer", str(buffer)] if buffer else []), *words],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                env={**os.environ, "TATECAST_STREAM_KEY": KEY, **environment})

    def __enter__(self):
        ready = self.process.stdout.readline()
        assert ready, f"it didn't get ready:\n{self.log}"
        self.ready = json.loads(ready)
        self.url = f"{self.ready['publish']}/{KEY}" if "publish" in self.ready else None
        return self

    def __exit__(self, kind, *_):
        self.process.terminate()
        try:
            out, _ = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"it didn't end within 20 s of SIGTERM:\n{self.log[-2000:]}") from None
        if kind is None:
            assert self.process.returncode == 0, f"status {self.process.returncode}\n{self.log[-2000:]}"
            self.summary = json.loads(out.decode().strip().splitlines()[-1])
            self.show = Show(self.folder, has_little_time=self.summary["overloadSteps"] > 0)
        else:
            print(self.log[-3000:])

    @property
    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for(self, words, seconds, count=1):
        """Waits for the log to say `words` so often; returns how long that took."""
        begin = time.monotonic()
        while self.log.count(words) < count:
            assert time.monotonic() - begin < seconds, f"not within {seconds} s: {words}\n{self.log[-3000:]}"
            assert self.process.poll() is None, f"it has ended:\n{self.log[-3000:]}"
            time.sleep(0.05)
        return time.monotonic() - begin

    def publish(self, source, *words, program="ffmpeg", loops=False, url=None, restarts=False):
        """Publishes a file with `ffmpeg`, as it is, at its own speed; if it `restarts`, again whenever it ends, with a line "again"."""
        loop = ["-stream_loop", "-1"] if loops else []
        words = [program, "-nostdin", "-v", "warning", "-re", *loop, "-i", source, "-c", "copy", *words, "-f", "flv", url or self.url]
        if restarts:
            words = ["sh", "-c", f"while :; do {shlex.join(words)}; echo again; sleep 0.3; done"]
        return Peer(words, log=os.path.join(self.out, "publisher.log"))
