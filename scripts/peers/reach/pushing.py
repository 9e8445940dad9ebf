"""A broadcast that goes to destinations, the destinations, and what has arrived there. For the scripts push-*.py beside it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

KEY = "se/same?open=1&x=y"
SINGLE_KEY = "sesame-open"
# Before a command that is to have no privileges, as in a container: what the kernel refuses it there, it refuses it here.
UNPRIVILEGED = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"] if os.geteuid() == 0 else []


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def clean(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    # nginx's workers are somebody else's when it is started by root.
    os.chmod(folder, 0o777)
    return folder


# Small pictures: what is tried here is where they go.
PRESET = """name: reach
canvas: {width: 360, height: 640}
ladder:
  - {width: 360, height: 640, bitRate: 900k}
  - {width: 180, height: 320, bitRate: 250k}
layers:
  - hearts: {}
"""


class Worker:
    """`tatecast live` over a clip, without a disk; and its control API."""

    def __init__(self, tatecast, folder, *options, keys=None, secrets=None, preset=None):
        if preset is None:
            preset = os.path.join(folder, "preset.yaml")
            with open(preset, "w", encoding="utf-8") as file:
                file.write(PRESET)
        environment = {**os.environ, "TATECAST_CONTROL_TOKEN": "boss-of-all", **(secrets or {})}
        for name, key in (keys or {}).items():
            environment["TATECAST_PUSH_KEY_" + name.upper()] = key
        self.log = os.path.join(folder, "worker.log")
        self.process = subprocess.Popen(
            [*UNPRIVILEGED, tatecast, "live", "--input", "samples/cup.mp4", "--loop", "--preset", preset, "--no-disk",
             "--serve", "127.0.0.1:0", "--json", "--log-format", "json", *options],
            stdout=subprocess.PIPE, stderr=open(self.log, "w", encoding="utf-8"), env=environment, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the worker says nothing: {open(self.log, encoding='utf-8').read()[-1000:]}")
        self.ready = json.loads(line)

    def ask(self, path, method="GET", body=None):
        request = urllib.request.Request(
            self.ready["control"] + path, None if body is None else json.dumps(body).encode(), method=method,
            headers={"authorization": "Bearer boss-of-all", "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)

    def destination(self, name):
        return next(found for found in self.ask("/v1/destinations")["destinations"] if found["name"] == name)

    def wait_for(self, name, what, is_so, limit=20):
        end = time.time() + limit
        while time.time() < end:
            state = self.destination(name)
            if is_so(state):
                return state
            time.sleep(0.05)
        sys.exit(f"{name}: {what}: not within {limit} s: {state}")

    def stop(self, limit=6):
        """Asks for the end, and returns what the programme counted and how long the process took."""
        counters = self.ask("/v1/state")["counters"]
        begin = time.time()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            sys.exit("the worker doesn't end")
        took = time.time() - begin
        log = open(self.log, encoding="utf-8").read()
        for secret in [KEY, SINGLE_KEY]:
            if secret in log or json.dumps(secret)[1:-1] in log:
                sys.exit("a stream key is in the log")
        if status != 0:
            sys.exit(f"the worker ends with {status}: {log[-1000:]}")
        if took > limit:
            sys.exit(f"the worker takes {took:.1f} s to end")
        return counters, took


class Nginx:
    """nginx's RTMP module, which records all that is published."""

    def __init__(self, folder, port=None):
        self.folder, self.port = clean(folder), port or free_port()
        self.configuration = os.path.join(folder, "nginx.conf")
        user = "user root;\n" if os.geteuid() == 0 else ""
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(
                f"{user}load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;\ndaemon off;\nmaster_process off;\n"
                f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log warn;\nevents {{ worker_connections 64; }}\n"
                f"rtmp {{ server {{ listen 127.0.0.1:{self.port} so_keepalive=on; application live {{ live on; record all; "
                f"record_path {folder}; record_unique on; record_suffix .flv; }} }} }}\n")
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", self.configuration])
        end = time.time() + 5
        while time.time() < end:
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        sys.exit("nginx doesn't listen")

    def kill(self):
        self.process.kill()
        self.process.wait()

    @property
    def recordings(self):
        names = sorted(name for name in os.listdir(self.folder) if name.endswith(".flv"))
        return [os.path.join(self.folder, name) for name in names]


class Throttle:
    """Lets so many bytes a second through to a server."""

    def __init__(self, target, bytes_per_second):
        self.target, self.rate = target, bytes_per_second
        self.listener = socket.socket()
        # What waits in sockets waits outside of the worker's sight.
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self.copy, args=(client, server, self.rate), daemon=True).start()
            threading.Thread(target=self.copy, args=(server, client, None), daemon=True).start()

    @staticmethod
    def copy(source, target, rate):
        try:
            while data := source.recv(4_096):
                target.sendall(data)
                if rate:
                    time.sleep(len(data) / rate)
        except OSError:
            pass
        for sock in (source, target):
            sock.close()


class Arrived:
    """What a recording holds: the times of its pictures and sounds, in seconds."""

    def __init__(self, path):
        output = subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "packet=codec_type,pts_time,dts_time,flags", "-of", "csv=p=0", path],
            capture_output=True, text=True, check=False).stdout
        rows = [line.split(",") for line in output.split() if line.count(",") >= 3]
        self.path = path
        self.pictures = [(float(row[1]), row[3].startswith("K")) for row in rows if row[0] == "video"]
        self.sounds = [float(row[1]) for row in rows if row[0] == "audio"]
        if not self.pictures or not self.sounds:
            sys.exit(f"{path}: {len(self.pictures)} pictures and {len(self.sounds)} sounds have arrived")

    def gaps(self, longest=0.05):
        """Between one picture and the next, in seconds."""
        times = sorted(time for time, _ in self.pictures)
        return [(before, after) for before, after in zip(times, times[1:]) if after - before > longest]

    def check_start(self):
        first, is_key = self.pictures[0]
        if not is_key:
            sys.exit(f"{self.path}: the first picture isn't a key picture")
        if first > 0.2 or abs(self.sounds[0] - first) > 0.15:
            sys.exit(f"{self.path}: pictures begin at {first:.3f} s and sound at {self.sounds[0]:.3f} s")

    def check_whole(self):
        """Nothing is missing, neither of pictures nor of sound, and both end together."""
        self.check_start()
        if gaps := self.gaps():
            sys.exit(f"{self.path}: gaps between pictures: {gaps[:5]}")
        steps = [(before, after) for before, after in zip(self.sounds, self.sounds[1:]) if after - before > 0.05]
        if steps:
            sys.exit(f"{self.path}: gaps of sound: {steps[:5]}")
        if abs(max(time for time, _ in self.pictures) - self.sounds[-1]) > 0.4:
            sys.exit(f"{self.path}: sound and pictures don't end together")

    @property
    def length(self):
        return max(time for time, _ in self.pictures)

    def check_decodable(self):
        result = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", self.path, "-f", "null", "-"],
                                capture_output=True, text=True, check=False)
        complaints = [line for line in result.stderr.splitlines() if "Non-monoton" not in line]
        if complaints:
            sys.exit(f"{self.path}: {complaints[:3]}")


def check_ticks(counters):
    """Destinations cost the programme nothing: not one tick is late. A machine that others keep busy proves nothing."""
    if counters["lateTicks"]:
        if os.getloadavg()[0] > (os.cpu_count() or 1) * 1.5:
            print(f"void: {counters['lateTicks']} late ticks on a machine with a load of {os.getloadavg()[0]:.0f}")
            sys.exit(75)
        sys.exit(f"{counters['lateTicks']} late ticks")
