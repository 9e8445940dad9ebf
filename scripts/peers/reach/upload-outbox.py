"""A webhook's receiver is away when a broadcast ends: the same command tells it afterwards, in order, and once. `render` tells it of its end."""

import base64
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading

from upload_rig import Live, environment, free_port

tatecast, out, clip = sys.argv[1:]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
folder, log = os.path.join(out, "show"), os.path.join(out, "live.log")
port = free_port()
url = f"http://127.0.0.1:{port}/hooks"
secret = {"TATECAST_WEBHOOK_SECRET": "whsec_" + base64.b64encode(os.urandom(32)).decode()}

live = Live(tatecast, clip, log, "--duration", "2", "--drain", "1", "--webhook", url, output=folder, **secret)
status = live.process.wait(20)
assert status == 75, status
with open(log) as text:
    said = text.read()
assert "`tatecast upload` with the same --webhook" in said, said

told = []


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def finish():
    return subprocess.run([tatecast, "upload", folder, "--webhook", url], env=environment(**secret), timeout=40).returncode


def render(name, *words):
    told.clear()
    status = subprocess.run(
        [tatecast, "render", *words, "-o", os.path.join(out, name), "--webhook", url, "--quiet"], env=environment(**secret), timeout=60,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    assert [(event["type"], event["data"]["status"]) for event in told] == [("finished", status)], told
    return status, told[0]["data"]


server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
status = subprocess.run(live.command, env=environment(**secret), timeout=40, stdout=subprocess.DEVNULL).returncode
assert status == 0, status
types = [event["type"] for event in told]
assert types[0] == "ready" and types[-1] == "finished", types
assert finish() == 0 and len(told) == len(types), "nothing comes twice"
assert subprocess.run(live.command, env=environment(**secret), timeout=40, capture_output=True).returncode == 73
count = len(told)
status, data = render("show2", clip, "--duration", "2")
assert status == 0 and data["error"] is None and data["time"] == 2, data
status, data = render("show3", "/nowhere.mp4")
assert status == 66 and "/nowhere.mp4" in data["error"], data
print(f"{count} events were told after the broadcast: {types[0]} … {types[-1]}")
