"""Watches a broadcast through Varnish with hls.js, whose page is of another origin and reports CMCD in header fields, which a
browser asks about first: watch-through.py URL HLS.JS"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

import caches  # noqa: E402

SECONDS = 20

address, hls_js = sys.argv[1:]
lines = []
with sync_playwright() as playwright:
    browser = player.launch(playwright)
    pages = player.Pages(hls_js)
    for name, url in [("the origin", address), ("Varnish", caches.chain(["varnish"], address))]:
        config = {"lowLatencyMode": True, "cmcd": {"useHeaders": True, "contentId": "show", "sessionId": "s-1"}}
        page, requests = player.open_page(browser, pages.url(url, config))
        asked = []
        page.context.on("request", lambda request: asked.append(request.headers))
        page.wait_for_timeout(SECONDS * 1000)
        facts = page.evaluate("summary()")
        assert facts["fatal"] is None and facts["firstFrame"] is not None, f"{name}: {facts}"
        assert facts["total"] > (SECONDS - 6) * 30, f"{name}: {facts['total']} pictures in {SECONDS} s"
        assert any("cmcd-session" in fields for fields in asked), f"{name}: no request had CMCD fields"
        # What a shop's own page may add.
        status = page.evaluate("""async url => (await fetch(url, {headers: {
            Authorization: 'Bearer x', 'X-Shop-Session': '1', 'If-None-Match': '"x"'}})).status""", url)
        assert status == 200, f"{name}: status {status} with a token"
        lines.append(f"through {name} {facts['total']} pictures, {facts['latency']:.2f} s behind the edge")
        page.context.close()
    browser.close()
print("with CMCD in header fields: " + "; ".join(lines))
