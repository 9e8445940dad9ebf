"""Watches a broadcast with the HLS player that Chromium has itself: watch-in-chromium.py URL SCREENSHOT

It knows no parts. What it stumbles over is its own start, which depends on how fast its decoders are up: see docs/players.md. So it
joins several times, each in a browser just started, which is the slowest at that.
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

source, screenshot = sys.argv[1:]
JOINS = 4
SECONDS = 22


def join(playwright, pages, picture):
    """Plays for SECONDS in a new browser; returns its version, and what happened from the first picture on."""
    browser = player.launch(playwright)
    page, requests = player.open_page(browser, pages.url(source, is_native=True))
    page.wait_for_function("() => facts.fatal || facts.firstFrame !== null", timeout=30_000)
    begin = page.evaluate("summary()")
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and not page.evaluate("facts.fatal"):
        page.wait_for_timeout(500)
    page.screenshot(path=picture)
    end = page.evaluate("summary()")
    print(begin, end, requests, sep="\n")
    version = browser.version
    browser.close()
    assert end["fatal"] is None, f"it ended after {(end['now'] - begin['now']) / 1000:.1f} s: {end['fatal']}"
    assert (end["width"], end["height"]) == (360, 640), end
    assert end["corrupted"] == 0, end
    elapsed, played = (end["now"] - begin["now"]) / 1000, end["time"] - begin["time"]
    # To wait for a segment more, and then to begin there, is part of its start. It may come out with less in stock than the two
    # seconds between its reloads, and wait for a moment now and then: how often is told, how much it plays is held against it.
    stalls = [at for at in end["waiting"] if at > begin["now"] + 5000]
    assert played > elapsed * 0.8, f"{played:.1f} s played in {elapsed:.1f} s, {len(stalls)} stalls"
    assert end["total"] - begin["total"] > elapsed * 30 * 0.8, f"{end['total']} pictures in {elapsed:.1f} s"
    return version, elapsed, len(stalls)


with sync_playwright() as playwright:
    pages = player.Pages(os.devnull)
    joins = [join(playwright, pages, screenshot) for _ in range(JOINS)]
seconds, stalls = sum(elapsed for _, elapsed, _ in joins), sum(count for _, _, count in joins)
print(f"Chromium {joins[0][0]}: {JOINS} joins, {seconds:.0f} s, {stalls} stalls after 5 s; picture: {screenshot}")
