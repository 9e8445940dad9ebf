#!/usr/bin/env python3
"""Runs a broadcast as a shop's back end does: deploy/orchestrator.py FOLDER tatecast live OPTION...

    deploy/orchestrator.py /tmp/show-42 tatecast live --listen rtmp://127.0.0.1:1935/live --serve 127.0.0.1:8080

Starts the command with new secrets in files, says where to publish and to play, takes its webhooks, and sends it the show events that come
on standard input, one JSON object a line. A worker that was killed is started again with the same command line; SIGTERM or Ctrl-C ends
the show. An example to take from, in the standard library alone: a real one keeps secrets, events and ids in its database.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.request

# Starting again mends none of these (docs/exit-statuses.md); 73 is for somebody to look at. After 75 it delivers what is left.
FINAL = {0: "the show is over", 64: "the command line or the preset is wrong", 65: "the source can't be used", 66: "a file isn't there",
         73: "the folder can't be written, or its show is over"}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes webhooks as Standard Webhooks has it: by signature and age, and each id once."""

    def do_POST(self):
        broadcast, name, sent = self.server.broadcast, self.headers["webhook-id"], self.headers["webhook-timestamp"]
        body = self.rfile.read(int(self.headers["content-length"]))
        digest = hmac.digest(broadcast.webhook_secret, f"{name}.{sent}.".encode() + body, hashlib.sha256)
        wanted = "v1," + base64.b64encode(digest).decode()
        given = self.headers["webhook-signature"].split()
        is_right = abs(time.time() - int(sent)) < 300 and any(hmac.compare_digest(wanted, one) for one in given)
        if is_right and name not in broadcast.seen:
            broadcast.seen.add(name)
            broadcast.told(json.loads(body))
        self.send_response(204 if is_right else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


class Broadcast:
    """One show and its worker, from start() to the end of supervise(). `told` takes each webhook's event, on a thread of its own."""

    def __init__(self, folder, command, told=print):
        self.folder, self.told = pathlib.Path(folder), told
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ready, self.is_over, self.seen = threading.Event(), False, set()
        self.stream_key, self.control_token, sessions = (secrets.token_urlsafe(32) for _ in range(3))
        self.webhook_secret, self.viewer_secret = secrets.token_bytes(32), secrets.token_bytes(32)
        keys = {"keys": [{"kid": "shop", "kty": "oct", "alg": "HS256", "k": encoded(self.viewer_secret)}]}
        receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        receiver.broadcast = self
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        self.environment = {**os.environ, **{f"TATECAST_{name}_FILE": self.secret(name, value) for name, value in {
            "STREAM_KEY": self.stream_key, "CONTROL_TOKEN": self.control_token, "VIEWER_SECRET": sessions,
            "WEBHOOK_SECRET": "whsec_" + base64.b64encode(self.webhook_secret).decode()}.items()}}
        self.command = [
            *command, "--output", str(self.folder / "hls"), "--state", str(self.folder / "state"), "--control", "127.0.0.1:0",
            "--json", "--log-format", "json", "--viewer-key", self.secret("viewers.json", json.dumps(keys)),
            "--webhook", f"http://127.0.0.1:{receiver.server_port}/#events=ready,source,committed,refused,warning,finished"]

    def secret(self, name, value):
        """Writes a secret to a file that nobody else can read, and returns its path."""
        path = str(self.folder / name.lower().replace("_", "-"))
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(value)
        return path

    def start(self):
        """Starts the worker and waits for its ready line; false if it ended without one."""
        self.worker = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        if line := self.worker.stdout.readline():
            self.addresses = json.loads(line)
            self.ready.set()
            threading.Thread(target=self.worker.stdout.read, daemon=True).start()
        return bool(line)

    def token(self, seconds=300):
        """A viewer's ticket: who has it comes in at play?token=… until it ends, and then stays."""
        parts = {"alg": "HS256", "kid": "shop"}, {"exp": int(time.time()) + seconds}
        content = ".".join(encoded(json.dumps(part).encode()) for part in parts)
        return content + "." + encoded(hmac.digest(self.viewer_secret, content.encode(), hashlib.sha256))

    def call(self, path, body):
        """Asks the control API, and again while the worker is away: events have ids, so nothing is done twice."""
        while self.ready.wait() and not self.is_over:
            request = urllib.request.Request(
                self.addresses["control"] + path, json.dumps(body).encode(),
                {"Authorization": f"Bearer {self.control_token}", "Content-Type": "application/json"})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return json.load(answer)
            except urllib.request.HTTPError as error:
                if error.code not in (429, 503):
                    return json.load(error)
            except OSError:
                pass
            time.sleep(0.2)
        return {"error": "the show is over"}

    def send(self, event):
        return self.call("/v1/events", {"id": secrets.token_hex(8), **event})

    def finish(self):
        return self.call("/v1/finish", {})

    def supervise(self):
        """Waits for the end, and starts a worker again that died; returns the status of the last one."""
        pause = 0.5
        while True:
            begun, status = time.monotonic(), self.worker.wait()
            self.ready.clear()
            if status in FINAL:
                self.is_over = True
                self.ready.set()
                return status
            pause = 0.5 if time.monotonic() - begun > 60 else min(pause * 2, 30)
            print(f"the worker ended with {status}; again in {pause:g} s", file=sys.stderr, flush=True)
            time.sleep(pause)
            self.start()


if __name__ == "__main__":
    show = Broadcast(sys.argv[1], sys.argv[2:], lambda event: print(json.dumps(event), flush=True))
    end = threading.Thread(target=show.finish, daemon=True)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: end.ident or end.start())
    if show.start():
        print(f"publish: {show.addresses.get('publish')} with the key in {show.folder}/stream-key\n"
              f"play: {show.addresses.get('play')}?token={show.token()}", flush=True)
    threading.Thread(target=lambda: [show.send(json.loads(line)) for line in sys.stdin], daemon=True).start()
    print(FINAL[status := show.supervise()], file=sys.stderr)
    sys.exit(status)
