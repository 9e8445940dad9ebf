"""Looks at the preview's source, holds the crop elsewhere with the mouse, and lets it go, in Chromium: hold-the-crop.py ADDRESS OUT

What the crop shows is seen in the page's own video by the orange of the seller's suit; OUT has the pictures.
"""

import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright
from waiting import wait_for

address, out = sys.argv[1], pathlib.Path(sys.argv[2])
problems = []

# How many samples of a picture are of a colour: of the video, or of the source's picture.
COUNT = """([name, low, high]) => {
  const one = document.querySelector(name);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [one.videoWidth || one.naturalWidth, one.videoHeight || one.naturalHeight];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(one, 0, 0);
  const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if ([0, 1, 2].every(part => data[at + part] >= low[part] && data[at + part] <= high[part])) count += 1;
  }
  return count / (data.length / 4);
}"""


def share(page, name, low, high):
    return page.evaluate(COUNT, [name, low, high])


def suit(page):
    return share(page, "#video", [200, 40, 0], [255, 100, 60])


def frame(page):
    """Of violet, in which the window is drawn that somebody holds."""
    return share(page, "#source-image", [90, 40, 200], [160, 110, 255])


def hold(page):
    page.goto(address)
    wait_for("the video plays", lambda: page.evaluate("document.querySelector('#video').currentTime > 10.3"), 30)
    assert page.locator("#source-view").is_hidden()
    page.keyboard.press("v")
    wait_for("the source's picture", lambda: page.evaluate("document.querySelector('#source-image').naturalWidth") == 640)
    followed = wait_for("her in the video", lambda: (s := suit(page)) > 0.01 and s)
    green = wait_for("her face's box", lambda: (g := share(page, "#source-image", [0, 160, 50], [90, 230, 140])) > 0.002 and g, 60)
    assert frame(page) < 0.001 and page.locator("#follow-again").is_disabled()
    page.screenshot(path=out / "followed.png")

    picture = page.locator("#source-picture").bounding_box()
    page.mouse.move(picture["x"] + picture["width"] * 0.5, picture["y"] + 50)
    page.mouse.down()
    for place in (0.6, 0.7, 0.8, 0.9, 0.97):
        page.mouse.move(picture["x"] + picture["width"] * place, picture["y"] + 50)
    assert page.locator("#source-held").is_visible()
    page.mouse.up()
    violet = wait_for("the window that is held", lambda: (v := frame(page)) > 0.006 and v)
    wait_for("the video without her", lambda: suit(page) < 0.002)
    wait_for("the place that the page tells", lambda: page.get_attribute("#source-picture", "aria-valuenow") == "84")
    page.screenshot(path=out / "held.png")
    # By keyboard as well.
    page.focus("#source-picture")
    page.keyboard.press("ArrowLeft")
    wait_for("a little further left", lambda: page.get_attribute("#source-picture", "aria-valuenow") == "82")

    page.click("#follow-again")
    wait_for("the crop that follows", lambda: frame(page) < 0.001)
    wait_for("her in the video again", lambda: suit(page) > 0.01)
    page.keyboard.press("v")
    assert page.locator("#source-view").is_hidden()
    return f"her suit fills {followed:.0%} of the video, her face's box {green:.1%} of the source; held, the frame {violet:.0%}; let go, she is back"


with sync_playwright() as playwright:
    # Root, as in a container, may not use the sandbox.
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"])
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    try:
        words = hold(page)
    except AssertionError:
        # Looking is the first that a broadcast leaves out.
        if "too slow" not in page.inner_text("#log"):
            raise
        print("void: the machine has no time to look at pictures as well")
        sys.exit(75)
    browser.close()
assert not problems, f"the browser complains: {problems}"
print(words)
