"""A store that fails in all the ways that stores fail, in the middle of a show: nothing is lost, and nothing is listed too early."""

import http.server
import os
import random
import shutil
import socket
import struct
import sys
import threading
import time

from upload_rig import Live, Watch, files, wait_for

tatecast, out, clip = sys.argv[1:4]
shutil.rmtree(out, ignore_errors=True)
folder, root, log = (os.path.join(out, name) for name in ("show", "stored", "live.log"))
os.makedirs(root)
chance = random.Random(7)
seen = {}


def complaint(code, text="no"):
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{text}</Message></Error>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faults = []

    def do_PUT(self):
        fault = chance.choice(self.faults) if self.faults and chance.random() < 0.3 else None
        seen[fault] = seen.get(fault, 0) + 1
        size = int(self.headers["content-length"])
        if fault == "reset":
            self.rfile.read(size // 2)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        if fault == "early":
            self.close_connection = True
            return self.say(500, complaint("InternalError"))
        body = self.rfile.read(size)
        if fault == "silence":
            time.sleep(13)
            self.close_connection = True
            return
        if fault == "trickle":
            # The answer of a success comes byte by byte, and never wholly.
            self.store(body)
            self.send_response(200)
            self.send_header("content-length", "1000000")
            self.end_headers()
            self.close_connection = True
            try:
                for _ in range(30):
                    self.wfile.write(b"x")
                    time.sleep(0.5)
            except OSError:
                pass
            return
        answers = {
            "busy": (503, complaint("SlowDown")), "internal": (500, b""), "huge": (500, b"x" * 5_000_000),
            "terminal": (500, complaint("A\x1b[2J", "\r\n\x07\x9b31m" * 1_000)), "moved": (307, complaint("TemporaryRedirect")),
            "denied": (403, complaint("AccessDenied"))}
        if fault in answers:
            return self.say(*answers[fault])
        self.store(body)
        self.say(200, b"")

    def do_DELETE(self):
        self.say(403, complaint("AccessDenied", "DeleteObject"))

    def store(self, body):
        path = os.path.join(root, *self.path.split("/")[3:])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.part", "wb") as file:
            file.write(body)
        os.rename(f"{path}.part", path)

    def say(self, status, body):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.handle_error = lambda *_: None
threading.Thread(target=server.serve_forever, daemon=True).start()
watch = Watch(root)
live = Live(
    tatecast, clip, log, "--record", "--drain", "30", "--upload", f"s3://shop/x?endpoint=http://127.0.0.1:{server.server_port}",
    output=folder)
wait_for(lambda: os.path.exists(os.path.join(root, "master.m3u8")), 15, "the store has the show")
Handler.faults = ["reset", "early", "busy", "internal", "huge", "terminal", "trickle"] * 4 + ["silence", "moved", "denied"]
time.sleep(12)
state = live.state()["upload"]
assert state["retries"] > 0 and state["lost"] == 0, state
Handler.faults = []
assert live.end(60) == 0
watch.end()
ours, theirs = files(folder), files(root)
assert ours == theirs, sorted(name for name in ours if ours[name] != theirs.get(name))[:10]
with open(log, "rb") as text:
    said = text.read()
assert not any(byte < 32 and byte != 10 for byte in said) and b"\x9b" not in said.replace(b"\xc2\x9b", b"\x9b"), said
assert said.count(b"can't be removed") == 1, said
kinds = [kind for kind in seen if kind]
print(f"{sum(seen[kind] for kind in kinds)} faults of {len(kinds)} kinds in {sum(seen.values())} requests: {len(ours)} files, 0 missing")
