"""A webhook's receiver is away when a broadcast ends: `tatecast upload` tells it afterwards, in order, and once."""

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


server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
assert finish() == 0
types = [event["type"] for event in told]
assert types[0] == "ready" and types[-1] == "finished", types
assert finish() == 0 and len(told) == len(types), "nothing comes twice"
print(f"{len(told)} events were told after the broadcast: {types[0]} … {types[-1]}")
