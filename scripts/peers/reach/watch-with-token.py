"""Watches a show that isn't for everybody with hls.js in Chromium: watch-with-token.py TATECAST HLS.JS FOLDER"""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

SECONDS = 12
tatecast, hls_js, folder = sys.argv[1:]
secret = os.urandom(32)


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(seconds):
    parts = [{"alg": "HS256", "kid": "shop"}, {"exp": int(time.time()) + seconds}]
    content = ".".join(encoded(json.dumps(part).encode()) for part in parts)
    return content + "." + encoded(hmac.digest(secret, content.encode(), hashlib.sha256))


def status(url):
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code


os.makedirs(folder, exist_ok=True)
keys = os.path.join(folder, "keys.json")
with open(keys, "w") as file:
    json.dump({"keys": [{"kid": "shop", "kty": "oct", "alg": "HS256", "k": encoded(secret)}]}, file)
worker = subprocess.Popen(
    [tatecast, "live", "--input", "samples/cup.mp4", "--loop", "--preset", "presets/flash-sale.yaml", "--no-disk", "--serve",
     "127.0.0.1:0", "--viewer-key", keys, "--json", "--quiet"],
    stdout=subprocess.PIPE, text=True)
try:
    master = json.loads(worker.stdout.readline())["play"]
    base = master.rsplit("/", 1)[0]
    while status(base + "/readyz") != 200:
        time.sleep(0.2)
    assert status(master) == 401 and status(f"{master}?token=nonsense") == 401
    assert status(f"{master}?token={token(-1)}") == 403
    with sync_playwright() as playwright:
        browser = player.launch(playwright)
        pages = player.Pages(hls_js)
        page, requests = player.open_page(
            browser, pages.url(f"{master}?token={token(60)}", {"lowLatencyMode": True}))
        page.wait_for_timeout(SECONDS * 1000)
        facts = page.evaluate("summary()")
        page.context.close()
        # The page passes nobody's own address on.
        page = browser.new_page()
        page.goto(f"{base}/?token={token(60)}")
        page.wait_for_function("document.querySelector('#heart, #sound, #share')")
        assert "/s/" in page.url, page.url
        offered = page.evaluate("['share', 'address'].filter(id => document.getElementById(id).checkVisibility())")
        assert offered == [], offered
        told = page.evaluate("document.body.innerText")
        assert page.url.split("/")[4] not in told, told
        page.screenshot(path=os.path.join(folder, "page.png"))
        browser.close()
finally:
    worker.terminate()
    worker.wait()
facts.pop("frames", None)
print(facts)
assert facts["fatal"] is None and facts["firstFrame"] is not None, "no picture"
paths = [urllib.parse.urlsplit(url).path for url in requests if url.startswith(base)]
below = [path for path in paths if path.startswith("/s/")]
sessions = {path.split("/")[2] for path in below}
assert len(sessions) == 1, f"{len(sessions)} sessions"
others = [path for path in paths if path not in below]
assert others == ["/master.m3u8"], f"asked for outside of the session: {others}"
assert any(path.endswith(".m4s") for path in below)
print(f"hls.js {facts['version']}: a token once, then {len(below)} requests below one session; {facts['total']} pictures in {SECONDS} s")
