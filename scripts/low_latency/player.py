"""A viewer: Chromium with player.html, driven by playwright."""

import http.server
import json
import os
import shlex
import shutil
import sys
import tempfile
import threading
import time
import urllib.parse

from . import clock


# hls.js as a module with the player as its default export, as `--player-script` takes it, out of a bundle that exports only functions around it.
MODULE = """
import * as bundle from "./hls.js";
let Hls = null;
for (const thing of Object.values(bundle)) {
  if (typeof thing !== "function") continue;
  if (thing.DefaultConfig) Hls = thing;
  if (Hls) break;
  try {
    const made = thing(document.createElement("video"), "about:blank");
    if (made?.constructor?.DefaultConfig) { made.destroy(); Hls = made.constructor; }
  } catch { /* Not the one that makes a player. */ }
}
export default Hls;
"""


class Pages(http.server.ThreadingHTTPServer):
    """Serves player.html and hls.js, this as it is and as a module, to pages of any site.

    The browser could be given them by playwright as well, but then each request of the page would make a detour.
    """

    def __init__(self, hls_js):
        self.files = {"/player.html": (os.path.join(os.path.dirname(__file__), "player.html"), "text/html"),
                      "/hls.js": (hls_js, "text/javascript")}
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def module(self):
        """For `--player-script`."""
        return f"http://127.0.0.1:{self.server_port}/hls.mjs"

    def url(self, source, config=None, reads_clock=False, is_native=False):
        query = {"src": source}
        if is_native:
            query["native"] = ""
        if config is not None:
            query["config"] = json.dumps(config)
        if reads_clock:
            query["clock"] = ",".join(map(str, (*clock.area(), clock.BLOCKS)))
        return f"http://127.0.0.1:{self.server_port}/player.html?{urllib.parse.urlencode(query)}"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split("?")[0]
        path, kind = self.server.files.get(name, (None, None))
        if name == "/hls.mjs":
            body, kind = MODULE.encode(), "text/javascript"
        elif path is None:
            self.send_error(404)
            return
        else:
            with open(path, "rb") as file:
                body = file.read()
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def launch(playwright):
    """A browser as on a phone without a hand: it plays muted, with its own software decoder.

    A viewer's phone takes nothing from the machine that makes the broadcast. Here both share it, so the browser, and the driver that
    commands it, come after everybody else: a page that opens takes all cores for some tenths of a second. As root Chromium makes
    itself more important than all others instead (nice -8), unless it can't.
    """
    _step_back()
    words = [shutil.which("chromium")]
    if os.geteuid() == 0:
        words = ["setpriv", "--bounding-set=-sys_nice"] + words
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "chromium")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        os.chmod(path, 0o755)
        # Root, as in a container, may not use the sandbox.
        return playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"])


def _step_back():
    """Lowers playwright's driver, one of this process's children; what it starts inherits that."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="utf-8") as file:
            children = file.read().split()
        for pid in children:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8") as file:
                if "run-driver" not in file.read():
                    continue
            for thread in os.listdir(f"/proc/{pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(thread), 10)
            return
        print("playwright's driver isn't among this process's children: it runs as all others do", file=sys.stderr)
    except OSError as error:
        print(f"playwright's driver runs as all others do: {error}", file=sys.stderr)


def open_page(browser, url):
    """A page of its own, with an empty cache; returns it and the list that its requests' addresses come into."""
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    return page, requests


def clock_offset(page):
    """What performance.now() has to be increased by for time.monotonic(), and how wrong that may be, in seconds.

    Both are the system's monotonic clock. Asked 20 times: the quickest answer is the best one.
    """
    best = None
    for _ in range(20):
        before = time.monotonic()
        there = page.evaluate("performance.now()") / 1000
        after = time.monotonic()
        if best is None or after - before < best[1]:
            best = ((before + after) / 2 - there, after - before)
    return best[0], best[1] / 2
