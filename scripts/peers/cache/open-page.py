"""Opens the player's page below a path's prefix in Chromium: open-page.py URL

It must give the address that it was opened by, as text and as a QR code that zbar reads, and play.
"""

import os
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

import caches  # noqa: E402

address = sys.argv[1]
url = caches.nginx(urllib.parse.urlsplit(address).netloc)
expected = url + "master.m3u8"
with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
    browser = player.launch(playwright)
    # With and without the slash at its end, and with a query.
    for opened in (url, url + "?from=mail"):
        page = browser.new_context(viewport={"width": 1200, "height": 900}, device_scale_factor=2).new_page()
        failed = []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        page.goto(opened)
        # As a function: the page's policy refuses text that is to be evaluated.
        page.wait_for_function("() => document.getElementById('video').currentTime > 1", timeout=30_000)
        text = page.text_content("#address")
        assert text == expected, f"{opened} shows {text}"
        picture = os.path.join(folder, "page.png")
        page.screenshot(path=picture)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, timeout=60)
        assert read.stdout.strip() == expected, f"{opened}: the code says {read.stdout!r}"
        assert not failed, failed
        page.context.close()
    browser.close()
print(f"{expected} as text and as a code, and it plays")
