"""Watches a broadcast for a minute in Chromium with hls.js in its low-latency mode: watch-with-hlsjs.py URL HLS.JS SCREENSHOT"""

import os
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import clock, player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

SECONDS = 60
# In these, a player may still look for its place.
START = 5
# Viewers who come before that one, at different instants of a segment.
JOINS = 8

source, hls_js, screenshot = sys.argv[1:]
with sync_playwright() as playwright:
    browser = player.launch(playwright)
    pages = player.Pages(hls_js)
    # Who comes while something of the show begins: its range is one that hls.js might stumble over.
    for turn in range(JOINS):
        page, _ = player.open_page(browser, pages.url(source, {"lowLatencyMode": True}))
        exceptions = []
        page.on("pageerror", lambda exception: exceptions.append(exception))
        page.wait_for_timeout(2500 + turn * 130)
        facts = page.evaluate("summary()")
        assert not exceptions, f"join {turn + 1}: {exceptions}"
        assert facts["fatal"] is None and facts["firstFrame"] is not None, f"join {turn + 1} shows nothing: {facts}"
        page.context.close()
    page, requests = player.open_page(browser, pages.url(source, {"lowLatencyMode": True}, reads_clock=True))
    page.wait_for_timeout(SECONDS * 500)
    page.screenshot(path=screenshot)
    page.wait_for_timeout(SECONDS * 500)
    facts = page.evaluate("summary()")
    browser.close()

frames = facts.pop("frames")
print(facts)
assert facts["version"].startswith("1.6."), facts["version"]
assert facts["fatal"] is None, facts["fatal"]
assert facts["firstFrame"] is not None and facts["firstFrame"] - facts["start"] < 5000, "no picture within 5 s"
assert (facts["width"], facts["height"]) == (360, 640), facts

stalls = [at for at in facts["waiting"] if at > facts["start"] + START * 1000]
assert not stalls, f"{len(stalls)} stalls after the first {START} s: {stalls}"
assert facts["dropped"] <= facts["total"] * 0.01, f"{facts['dropped']} of {facts['total']} pictures dropped"
assert facts["total"] >= (SECONDS - START) * 30 * 0.98, facts["total"]
assert 0.4 < facts["latency"] < 4, f"{facts['latency']} s behind the live edge"

# The pictures themselves: the clock can be read in each of them, and never goes back.
numbers = [number for number, shown, _ in frames if shown > facts["start"] + START * 1000]
unread = sum(number is None for number in numbers)
assert unread == 0, f"{unread} of {len(numbers)} pictures without a clock that can be read"
steps = [(after - before) % clock.FRAMES for before, after in zip(numbers, numbers[1:])]
assert all(step < 30 for step in steps), "the clock goes back, or leaps"
# A source and the programme have clocks of their own: now and then a picture is shown twice or not at all.
assert sum(step != 1 for step in steps) <= len(steps) * 0.03, "pictures are repeated or left out"

base = source.rsplit("/", 1)[0]
paths = [urllib.parse.urlsplit(url) for url in requests if url.startswith(base)]
reloads, firsts = [], set()
for path in paths:
    if path.path.endswith(".m3u8") and path.path != urllib.parse.urlsplit(source).path:
        if path.path in firsts:
            reloads.append(path.query)
        firsts.add(path.path)
blocking = [query for query in reloads if "_HLS_msn=" in query and "_HLS_part=" in query]
assert reloads and len(blocking) == len(reloads), f"{len(reloads) - len(blocking)} of {len(reloads)} reloads don't block"
media = [path.path for path in paths if path.path.endswith(".m4s")]
parts = [path for path in media if path.rsplit("-", 1)[1].count(".") == 2]
assert len(parts) >= 0.9 * len(media), f"{len(parts)} of {len(media)} media requests are parts"
print(f"hls.js {facts['version']}: {JOINS} joins, {SECONDS} s, {facts['latency']:.2f} s behind the edge, 0 stalls, {facts['dropped']} of "
      f"{facts['total']} pictures dropped, {len(parts)} of {len(media)} media requests parts, {len(reloads)} reloads, all blocking; "
      f"{len(facts['errors'])} errors that it mended itself; picture: {screenshot}")
