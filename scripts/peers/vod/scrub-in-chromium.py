"""Points at places on the bar of a finished show's page: scrub-in-chromium.py TATECAST FOLDER SCREENSHOT

The picture that the page shows has to be the tile that the storyboard has for that place, and the poster stands there before the video.
"""

import json
import re
import shutil
import subprocess
import sys
import urllib.request

from playwright.sync_api import sync_playwright

tatecast, show, screenshot = sys.argv[1:]
server = subprocess.Popen([tatecast, "serve", show, "--json", "--log-format", "text"], stdout=subprocess.PIPE, text=True)

SHOWN = """() => {
  const figure = document.getElementById("glimpse"), style = figure.firstElementChild.style;
  return figure.hidden ? null : {
    sheet: style.backgroundImage, place: style.backgroundPosition, caption: figure.lastElementChild.textContent,
    box: figure.getBoundingClientRect().toJSON()};
}"""


def tiles(base):
    """The storyboard's: seconds, sheet, and where on it."""
    text = urllib.request.urlopen(base + "storyboard.vtt").read().decode()
    found = re.findall(r"(\d\d):(\d\d):(\d\d\.\d+) --> \S+\n(\S+)#xywh=(\d+),(\d+)", text)
    return [(int(h) * 3600 + int(m) * 60 + float(s), sheet, int(x), int(y)) for h, m, s, sheet, x, y in found]


try:
    address = json.loads(server.stdout.readline())["play"]
    base = address.removesuffix("master.m3u8")
    html = urllib.request.urlopen(base).read().decode()
    assert f'<meta property="og:image" content="{base}poster.jpg">' in html, html[:2_000]
    board = tiles(base)
    assert [seconds for seconds, *_ in board] == [2.0 * number for number in range(len(board))], board
    with sync_playwright() as playwright:
        # Root, as in a container, may not use the sandbox.
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        problems = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(base)
        poster = page.evaluate("() => document.getElementById('video').poster")
        assert poster == base + "poster.jpg" and urllib.request.urlopen(poster).read(2) == b"\xff\xd8", poster
        page.wait_for_function("() => Number.isFinite(document.getElementById('video').duration)", timeout=60_000)
        duration = page.evaluate("() => document.getElementById('video').duration")
        page.wait_for_selector("#seek", state="visible", timeout=60_000)
        # Once the clock stands beside it, the bar doesn't move any more.
        page.wait_for_function("() => document.getElementById('clock').textContent !== ''", timeout=60_000)
        page.evaluate("() => document.getElementById('video').pause()")
        seen = set()
        for share in (0.02, 0.3, 0.6, 0.95):
            bar = page.locator("#seek").bounding_box()
            page.mouse.move(bar["x"] + share * bar["width"], bar["y"] + bar["height"] / 2)
            page.wait_for_function(f"() => ({SHOWN})() !== null", timeout=30_000)
            page.wait_for_timeout(300)
            shown = page.evaluate(SHOWN)
            _, sheet, x, y = [tile for tile in board if tile[0] <= share * duration + 0.05][-1]
            assert sheet in shown["sheet"] and shown["place"] == f"{-x}px {-y}px".replace("-0px", "0px"), (shown, sheet, x, y)
            box = shown["box"]
            assert box["left"] >= 0 and box["right"] <= 390 and box["bottom"] <= bar["y"], (box, bar)
            seen.add(shown["place"])
        assert len(seen) == 4, seen
        page.screenshot(path=screenshot)
        page.mouse.move(5, 5)
        page.wait_for_function(f"() => ({SHOWN})() === null", timeout=30_000)
        assert not problems, problems
        browser.close()
    print(f"four of {len(board)} tiles in their places; picture: {screenshot}")
finally:
    server.terminate()
    server.wait(timeout=20)
