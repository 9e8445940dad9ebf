"""Presses the preview's buttons in Chromium: press-buttons.py ADDRESS PRESET OUT

What a button does is looked for in the pictures of the page's own video, decoded by the browser, and in the playlist.
The page is looked at in three sizes, light and dark: OUT has the pictures.
"""

import os
import pathlib
import re
import shutil
import sys
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright
from waiting import wait_for

address, preset_path, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
problems = []

# Colours that no camera sees, so that a count of pixels can't be mistaken: hearts of pure magenta, plates of pure green.
MAGENTA, GREEN = (255, 0, 255), (0, 255, 0)
PRESET = preset_path.read_text()
PRESET = re.sub(r"icons: \[.*\]", "icons: [heart]", PRESET)
PRESET = re.sub(r"colors: \[.*\]", 'colors: ["#ff00ff"]', PRESET)
PRESET = PRESET.replace('plate: "#fffaf6f5"', 'plate: "#00ff00"')
PRESET = re.sub(r"  gradient: .*\n", "", PRESET, count=1)

# A picture of the video, small enough to be looked at pixel by pixel: red, green, blue, one after the other.
PICTURE = """() => {
  const video = document.querySelector('#video');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [180, 320];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  // As text: a list of a quarter of a million numbers takes seconds on its way.
  return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data, byte => String.fromCharCode(byte)).join('');
}"""


class Picture:
    def __init__(self, page):
        data = page.evaluate(PICTURE).encode("latin-1")
        self.pixels = list(zip(data[0::4], data[1::4], data[2::4]))

    def near(self, color, tolerance=90):
        """The numbers of the pixels that are about this colour."""
        return [
            index
            for index, pixel in enumerate(self.pixels)
            if all(abs(part - wanted) < tolerance for part, wanted in zip(pixel, color))
        ]

    def box(self, color):
        """Left, top, right and bottom of what has this colour in the picture's lower half."""
        places = [(index % 180, index // 180) for index in self.near(color) if index // 180 > 170]
        assert places, f"nothing is {color}"
        columns, rows = [x for x, _ in places], [y for _, y in places]
        return min(columns), min(rows), max(columns), max(rows)

    def difference(self, other, box):
        """How much a pixel of a box differs, on average."""
        left, top, right, bottom = box
        indices = [y * 180 + x for y in range(top, bottom + 1) for x in range(left, right + 1)]
        total = sum(
            abs(a - b) for index in indices for a, b in zip(self.pixels[index], other.pixels[index])
        )
        return total / len(indices) / 3

    @property
    def brightness(self):
        return sum(sum(pixel) for pixel in self.pixels) / len(self.pixels) / 3


def save(text):
    """As editors do: beside it, then in its place."""
    beside = preset_path.with_suffix(".new")
    beside.write_text(text)
    os.replace(beside, preset_path)


def fetch(path):
    return urllib.request.urlopen(address + path, timeout=10).read().decode()


def date_ranges():
    rendition = next(line for line in fetch("master.m3u8").splitlines() if line and not line.startswith("#"))
    return [line for line in fetch(rendition).splitlines() if line.startswith("#EXT-X-DATERANGE")]


def start(browser, width, height, scheme="light"):
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    wait_for("the video plays", lambda: page.evaluate("document.querySelector('#video').currentTime > 10.3"), 30)
    others = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert not others, f"the page asks others: {others}"
    return page


def presses_hearts(page):
    before = len(Picture(page).near(MAGENTA))
    box = page.locator("#heart").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    time.sleep(1.5)
    page.mouse.up()
    after = wait_for("hearts in the pictures", lambda: (n := len(Picture(page).near(MAGENTA))) > before + 60 and n)
    print(f"hearts: {before} magenta pixels before, {after} after")


def changes_the_price(page):
    box = wait_for("the price's plate", lambda: Picture(page).near(GREEN) and Picture(page).box(GREEN))
    first = Picture(page)
    time.sleep(0.6)
    still = Picture(page).difference(first, box)
    page.fill("#price", "1290")
    page.press("#price", "Enter")
    changed = wait_for("another price", lambda: (d := Picture(page).difference(first, box)) > max(6, 3 * still) and d)
    found = wait_for("the price's date range", lambda: [line for line in date_ranges() if "1290" in line])
    print(f"price: pixels of the tag differ by {changed:.1f}, by {still:.1f} without a change; {found[0]}")


def breaks_and_mends_the_preset(page):
    line = next(number for number, text in enumerate(PRESET.splitlines(), 1) if "  - price:" in text) + 2
    save(PRESET.replace("width: 77%\n      height: 17%", "widht: 77%\n      height: 17%", 1))
    page.locator("#problem").wait_for(state="visible", timeout=5_000)
    words = page.locator("#problem").inner_text()
    assert f"beauty.yaml:{line}:7" in words and "widht" in words, words
    rows = page.locator("#problem pre").inner_text().splitlines()
    wrong = next(index for index, row in enumerate(rows) if "widht" in row)
    assert rows[wrong + 1].index("^") == rows[wrong].index("widht"), rows
    page.screenshot(path=out / "problem.png")
    assert len(Picture(page).near(GREEN)) > 500, "the last good preset isn't on air any more"
    save(PRESET.replace("#00ff00", "#0000ff"))
    page.locator("#problem").wait_for(state="hidden", timeout=5_000)
    blue = wait_for("the mended preset in the pictures", lambda: len(Picture(page).near((0, 0, 255))) > 500)
    save(PRESET)
    print(f"preset: mistake at line {line}, column 7, shown and gone; {blue and 'the new colour is on air'}")


def loses_the_source(page):
    bright = Picture(page).brightness
    page.click("#source")
    wait_for("the slate on the page", lambda: page.get_attribute("#air", "data-state") == "slate")
    # The slate of this preset is one pale colour from edge to edge; the camera's corner is darker.
    def corner():
        pixels = Picture(page).pixels
        rows = [pixels[y * 180 + x] for y in range(40, 60) for x in range(5, 175, 10)]
        return max(max(one) - min(one) for one in zip(*rows))
    spread = wait_for("the slate in the pictures", lambda: (s := corner()) < 12 and s + 1)
    page.screenshot(path=out / "slate.png")
    page.click("#source")
    wait_for("the source on the page", lambda: page.get_attribute("#air", "data-state") == "live")
    wait_for("the source in the pictures", lambda: corner() > 30 or abs(Picture(page).brightness - bright) < 4)
    print(f"source: lost, a slate whose colours differ by {spread - 1}, and back")


def uses_the_keyboard(page):
    page.locator("body").click(position={"x": 2, "y": 500})
    page.keyboard.press("c")
    wait_for("a comment by its key", lambda: page.locator("#pin").is_enabled())
    page.keyboard.press("l")
    wait_for("a poll by its key", lambda: page.locator("#vote-1").is_enabled())
    page.keyboard.press("1")
    wait_for("a vote by its key", lambda: re.search(r"[1-9]", page.locator("#vote-1").inner_text()))
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for(state="visible")
    page.keyboard.press("Escape")
    # Every control can be reached and shows that it has the focus.
    reached = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        name, outline = page.evaluate("[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]")
        if name:
            reached.add(name)
            assert outline != "none", f"{name} doesn't show the focus"
    missing = {"heart", "price", "change-price", "sold-out", "comment", "pin", "poll", "countdown", "coupon", "source", "reset", "app", "mute"} - reached
    assert not missing, f"the Tab key doesn't reach {missing}"
    print(f"keyboard: {len(reached)} controls reached")


def refuses_strangers():
    def status(path, method="GET", **headers):
        request = urllib.request.Request(address + path, method=method, headers=headers, data=b"{}" if method == "POST" else None)
        try:
            return urllib.request.urlopen(request, timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
    assert status("", Host="evil.example") == 403
    assert status("preview/reset", "POST") == 403
    assert status("preview/reset", "POST", Origin="http://evil.example") == 403
    assert status("master.m3u8", Origin="http://evil.example") == 403
    assert status("preview/stream?track=subtitles") == 400
    assert status("preview/events") == 405
    print("strangers: refused")


def looks_good(browser):
    for scheme in ("light", "dark"):
        for width, height in ((320, 640), (768, 1024), (1440, 900)):
            page = start(browser, width, height, scheme)
            page.select_option("#app", "tiktok-live" if width == 1440 else "")
            page.keyboard.press("c")
            time.sleep(1.5)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"at {width} the page is {overflow} pixels too wide"
            small = page.evaluate("""() => [...document.querySelectorAll('button, select, input')]
                .filter(one => one.offsetParent && one.type !== 'checkbox' && one.type !== 'range' && one.offsetHeight < 28).map(one => one.id)""")
            assert not small, f"at {width}, too small to be touched: {small}"
            page.screenshot(path=out / f"{width}x{height}-{scheme}.png")
            page.close()
    print("looks: no overflow in three sizes")


def plays_hls(browser):
    page = browser.new_page(viewport={"width": 768, "height": 1024})
    page.goto(address + "?hls")
    wait_for("native HLS plays", lambda: page.evaluate("document.querySelector('#video').currentTime > 0.5 && document.querySelector('#video').videoWidth"), 30)
    page.close()
    print("native HLS: plays")


with sync_playwright() as playwright:
    # Root, as in a container, may not use the sandbox.
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    )
    save(PRESET)
    page = start(browser, 1440, 900)
    wait_for("the test's preset on air", lambda: len(Picture(page).near(GREEN)) > 500)
    changes_the_price(page)
    presses_hearts(page)
    breaks_and_mends_the_preset(page)
    loses_the_source(page)
    uses_the_keyboard(page)
    page.close()
    refuses_strangers()
    plays_hls(browser)
    looks_good(browser)
    browser.close()
assert not problems, f"the browser complains: {problems}"
print("hearts, price, preset, source, keyboard and three sizes hold")
