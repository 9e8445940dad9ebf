"""A bucket, a way to it that can be spoilt, and the programme: what the scripts upload-*.py share."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request

from pushing import free_port

# Whatever ends a script, what it started ends with it.
MORTAL = ["setpriv", "--pdeathsig", "KILL"]
KEY, SECRET = "AKIDEXAMPLE0123456789", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY99"


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class Bucket:
    """rclone's S3 server over a folder."""

    def __init__(self, rclone, folder):
        self.port, self.folder = free_port(), os.path.join(folder, "shop")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.process = subprocess.Popen(
            [*MORTAL, rclone, "serve", "s3", folder, "--addr", f"127.0.0.1:{self.port}", "--auth-key", f"{KEY},{SECRET}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: accepts(self.port), 10, "rclone listens")

    def close(self):
        self.process.kill()
        self.process.wait()


class Way:
    """Hands connections on to a port; while it is `away`, it accepts none and drops those that are open. Or it answers by itself."""

    def __init__(self, target):
        self.target, self.port, self.is_away, self.answer, self.open = target, free_port(), False, None, set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, daemon=True).start()

    def away(self, is_away):
        self.is_away = is_away
        if is_away:
            with self.lock:
                for connection in self.open:
                    try:
                        connection.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            if self.is_away:
                client.close()
                continue
            if self.answer:
                threading.Thread(target=self.say, args=(client,), daemon=True).start()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            with self.lock:
                self.open |= {client, server}
            for pair in [(client, server), (server, client)]:
                threading.Thread(target=self.carry, args=pair, daemon=True).start()

    def say(self, client):
        try:
            client.settimeout(2)
            client.recv(65536)
            client.sendall(self.answer)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except OSError:
            pass
        client.close()

    def carry(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            for connection in (source, sink):
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TATECAST_"))}
    return kept | {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"} | more


# Small enough for a machine that has others to serve as well.
PRESET = """name: small
canvas: {width: 270, height: 480, frameRate: 30}
ladder:
  - {width: 270, height: 480, bitRate: 400k}
  - {width: 180, height: 320, bitRate: 200k}
"""


class Live:
    """`tatecast live` with an upload; small, but with `preset=None` the usual three rungs."""

    def __init__(self, tatecast, clip, log, *words, output=None, preset=PRESET, **more):
        self.log = log
        if preset:
            with open(f"{log}.yaml", "w") as file:
                file.write(preset)
            words = ("--preset", f"{log}.yaml", *words)
        place = ["--output", output] if output else ["--no-disk"]
        self.command = [tatecast, "live", "--input", clip, "--loop", *place, "--control", "127.0.0.1:0", "--json", *words]
        self.process = subprocess.Popen(
            [*MORTAL, *self.command], env=environment(**more), stdout=subprocess.PIPE, stderr=open(log, "ab"), text=True)
        self.ready = json.loads(self.process.stdout.readline() or "{}")

    def state(self):
        with urllib.request.urlopen(self.ready["control"] + "/v1/state", timeout=5) as answer:
            return json.load(answer)

    def end(self, seconds=40):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


class Watch(threading.Thread):
    """Looks all the time whether a bucket's playlists name what isn't there.

    A server that replaces files whole is looked at as it is. rclone's removes the old one first: what isn't there may come within `patience`.
    """

    def __init__(self, folder, patience=0):
        super().__init__(daemon=True)
        self.folder, self.patience, self.missing, self.looks, self.is_over = folder, patience, [], 0, False
        self.start()

    def run(self):
        while not self.is_over:
            for root, _, names in os.walk(self.folder):
                for name in names:
                    if name.endswith(".m3u8"):
                        self.look(os.path.join(root, name))
            time.sleep(0.02)

    def look(self, path):
        try:
            with open(path) as file:
                text = file.read()
        except OSError:
            return
        self.looks += 1
        is_gap = False
        for line in text.splitlines():
            if line == "#EXT-X-GAP":
                is_gap = True
            elif line and not line.startswith("#"):
                if not is_gap and not self.comes(os.path.join(os.path.dirname(path), line)):
                    self.missing.append((path, line))
                is_gap = False

    def comes(self, path):
        end = time.monotonic() + self.patience
        while not os.path.exists(path):
            if time.monotonic() >= end:
                return False
            time.sleep(0.02)
        return True

    def end(self):
        self.is_over = True
        self.join()
        assert self.looks > 20, self.looks
        assert not self.missing, self.missing[:5]
        return self.looks


def files(folder):
    """Of a show, with their bytes; but playlists of a broadcast that goes on, and what isn't for viewers."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            if name.endswith((".m3u8", ".m4s", ".mp4", ".jpg", ".vtt")) and name != "recording.m3u8" or name == "chapters.json":
                path = os.path.join(root, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found
