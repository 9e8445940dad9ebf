"""Watches a broadcast with the HLS player that Chromium has itself, which knows no parts: watch-in-chromium.py URL SCREENSHOT"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

source, screenshot = sys.argv[1:]
with sync_playwright() as playwright:
    browser = player.launch(playwright)
    page, requests = player.open_page(browser, player.Pages(os.devnull).url(source, is_native=True))
    page.wait_for_function("() => facts.fatal || document.querySelector('video').currentTime > 0", timeout=30_000)
    page.wait_for_timeout(5_000)
    begin = page.evaluate("summary()")
    page.wait_for_timeout(20_000)
    end = page.evaluate("summary()")
    page.screenshot(path=screenshot)
    browser.close()

print(begin, end, requests[:20])
assert end["fatal"] is None, end["fatal"]
assert (end["width"], end["height"]) == (360, 640), end
elapsed, played = (end["now"] - begin["now"]) / 1000, end["time"] - begin["time"]
assert played > elapsed * 0.9, f"{played} s played in {elapsed} s"
stalls = [at for at in end["waiting"] if at > begin["now"]]
assert not stalls, f"{len(stalls)} stalls"
frames = end["total"] - begin["total"]
assert frames > elapsed * 30 * 0.9 and end["corrupted"] == 0, f"{frames} pictures in {elapsed} s, {end['corrupted']} corrupted"
assert end["dropped"] - begin["dropped"] <= frames * 0.05, f"{end['dropped']} dropped"
print(f"{played:.1f} s in {elapsed:.1f} s, {frames} pictures, no stall; picture: {screenshot}")
