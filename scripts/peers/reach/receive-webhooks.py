"""Receives the webhooks of a real broadcast with PyPI's standardwebhooks, through a receiver that fails and a worker that is killed.

receive-webhooks.py TATECAST FOLDER: nothing may be lost, all has to come in order and rightly signed, and quickly.
"""

import base64
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import datetime

from standardwebhooks import Webhook

tatecast, folder = sys.argv[1], sys.argv[2]
old, new = ("whsec_" + base64.b64encode(os.urandom(32)).decode() for _ in range(2))
verifier = {"secret": old}
answer = {"status": 204}
received = []  # (id, type, data, delay)
attempts = []  # (id, signature)
lock = threading.Lock()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        now = time.time()
        with lock:
            event = Webhook(verifier["secret"]).verify(body, dict(self.headers))
            attempts.append((self.headers["webhook-id"], self.headers["webhook-signature"]))
            status = answer["status"]
            if status < 300:
                happened = datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00")).timestamp()
                received.append((self.headers["webhook-id"], event["type"], event["data"], now - happened))
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()


def until(what, is_so, limit=40):
    end = time.time() + limit
    while time.time() < end:
        with lock:
            if is_so():
                return
        if worker.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"{what}: not so; had {[kind for _, kind, _, _ in received]}")


def start(*more):
    """Starts the worker, and returns it and its control API's address."""
    environment = {**os.environ, "TATECAST_WEBHOOK_SECRET": f"{old} {new}", "TATECAST_CONTROL_TOKEN": "boss"}
    log = open(folder + ".log", "a")
    process = subprocess.Popen(
        [tatecast, "live", "--input", "samples/cup.mp4", "--loop", "--preset", "presets/flash-sale.yaml", "--output", folder,
         "--control", "127.0.0.1:0", "--json", "--log-format", "json",
         "--webhook", f"http://127.0.0.1:{server.server_port}/hooks#events=all", *more],
        stdout=subprocess.PIPE, stderr=log, env=environment, text=True)
    return process, json.loads(process.stdout.readline())["control"]


def send(number):
    event = {"type": "hearts", "count": 1, "id": f"e{number}"}
    request = urllib.request.Request(
        control + "/v1/events", json.dumps(event).encode(),
        {"authorization": "Bearer boss", "content-type": "application/json"})
    for _ in range(100):
        try:
            urllib.request.urlopen(request).read()
            return
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.1)
    sys.exit("the programme takes no event")


def committed():
    return [name for _, kind, data, _ in received if kind == "committed" for name in data["ids"]]


shutil.rmtree(folder, ignore_errors=True)
open(folder + ".log", "w").close()

# What comes while all is well, comes at once.
worker, control = start()
until("ready comes", lambda: any(kind == "ready" for _, kind, _, _ in received))
for number in range(20):
    send(number)
    time.sleep(0.05)
until("what was sent comes", lambda: len(committed()) >= 20)
until("segments come, as they are named", lambda: any(kind == "segment" for _, kind, _, _ in received))
delays = sorted(delay for _, _, _, delay in received)
late = delays[int(len(delays) * 0.95)]

# The receiver fails, and the worker is killed and started again.
answer["status"] = 500
for number in range(20, 30):
    send(number)
until("it is tried", lambda: len(attempts) > len(received) + 1)
worker.send_signal(signal.SIGKILL)
worker.wait()
with lock:
    # From here on the receiver knows the new secret alone.
    verifier["secret"] = new
    answer["status"] = 200
worker, control = start()
for number in range(30, 40):
    send(number)
until("nothing is lost", lambda: len(dict.fromkeys(committed())) == 40)

# The end, while the receiver is away: what is left stays in the folder, and the status says so.
worker.send_signal(signal.SIGTERM)
status = worker.wait()
if status != 0:
    sys.exit(f"the end, with a receiver that takes everything: status {status}")
kinds = [kind for _, kind, _, _ in received]
if kinds[-1] != "finished" or received[-1][2]["status"] != 0:
    sys.exit(f"finished isn't the last: {kinds[-5:]}")
if [name for name in os.listdir(folder) if name.endswith(".outbox")]:
    sys.exit("an outbox is left, with nothing in it")

# In another folder, as this broadcast is over.
folder += "-2"
shutil.rmtree(folder, ignore_errors=True)
before = len(received)
worker, control = start("--drain", "1")
until("the second broadcast is ready", lambda: len(received) > before)
with lock:
    answer["status"] = 503
for number in range(40, 45):
    send(number)
worker.send_signal(signal.SIGTERM)
begin = time.time()
status = worker.wait()
if status != 75 or time.time() - begin > 6:
    sys.exit(f"the end, with nobody there: status {status} after {time.time() - begin:.1f} s; expected 75 after 3 s")
if not [name for name in os.listdir(folder) if name.endswith(".outbox")]:
    sys.exit("what is left isn't in the folder")
with lock:
    answer["status"] = 200
# Whoever opens the folder's outbox next delivers it, even if the broadcast there is over.
worker, _ = subprocess.Popen(
    [tatecast, "live", "--input", "samples/cup.mp4", "--preset", "presets/flash-sale.yaml", "--output", folder,
     "--webhook", f"http://127.0.0.1:{server.server_port}/hooks#events=all"],
    stderr=subprocess.DEVNULL, env={**os.environ, "TATECAST_WEBHOOK_SECRET": new}), None
worker.wait()
if len(dict.fromkeys(committed())) != 45:
    sys.exit(f"of 45 events {len(dict.fromkeys(committed()))} came after the restart")

# All of it: in order, and each under one name, signed anew on each attempt.
order = list(dict.fromkeys(committed()))
if order != [f"e{number}" for number in range(45)]:
    sys.exit(f"not in order: {order}")
signatures = {}
for name, signature in attempts:
    signatures.setdefault(name, set()).add(signature)
tried = max(len(found) for found in signatures.values())
if tried < 2:
    sys.exit("no event was signed anew")
print(f"{len(received)} events, none lost, in order, through a kill and {len(attempts) - len(received)} failures; "
      f"{late * 1000:.0f} ms (p95), {tried} signatures for one")
if late > 0.1:
    sys.exit(f"{late * 1000:.0f} ms (p95) from an event to its delivery; expected 100")
