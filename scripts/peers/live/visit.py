"""A visitor of the page: Chromium with hls.js taps the heart, votes, comments and looks at the card; what it did is in its own video.

visit.py … HLS.JS; axe-core looks whether the page can be used by everybody, and pictures of it are left in the output folder.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from rig.broadcast import Broadcast, arguments  # noqa: E402

tatecast, media, out, (hls_js,) = arguments()
# Colours that the clip doesn't have: hearts are magenta, the bar of the option that has won is cyan.
PRESET = """name: visit
canvas: {width: 360, height: 640, frameRate: 30}
latency: low
ladder: [{width: 360, height: 640, bitRate: 1200k}]
layers:
  - price: {}
  - hearts: {colors: ["#ff00ff"], smallest: 20%, largest: 25%, counter: false}
  - poll: {resultFor: 60s, style: {accent: "#00ffff"}}
  - comment: {}
"""
PRODUCT = {"id": "cup-01", "name": "真空タンブラー", "price": 3980, "originalPrice": 5980, "currency": "JPY", "stock": 12,
           "image": "samples/images/cup.png", "url": "https://shop.example/cup-01"}
SIZES = [(320, 568), (390, 844), (768, 1024), (1440, 900)]


def commit(event):
    """Its answer; the show has taken it. One that can't now, as it hasn't begun or the machine is busy, is asked again."""
    request = urllib.request.Request(control + "/v1/events", json.dumps(event).encode(), {"Content-Type": "application/json"})
    for _ in range(60):
        try:
            answer = json.loads(urllib.request.urlopen(request, timeout=10).read())["events"][0]
            assert answer["status"] == "committed", answer
            return answer
        except urllib.error.HTTPError as error:
            told = error.read().decode()
            # 503: not yet. 400: the pictures that it needs weren't ready in time, which another try finds made.
            assert error.code == 503 or "prepared" in told or "ready" in told, told
            time.sleep(0.3)
    raise AssertionError(f"the show doesn't take {event}: {told}")


def state():
    return json.loads(urllib.request.urlopen(control + "/v1/state", timeout=10).read())


# How many of the video's samples are of a colour that nothing but an overlay has.
COUNT = """name => {
  const video = document.getElementById("video");
  window.eye ??= new OffscreenCanvas(90, 160).getContext("2d", {willReadFrequently: true});
  eye.drawImage(video, 0, 0, 90, 160);
  const pixels = eye.getImageData(0, 0, 90, 160).data;
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const [red, green, blue] = [pixels[i], pixels[i + 1], pixels[i + 2]];
    if (blue > 150 && (name === "magenta" ? red > 150 && green < 110 : red < 110 && green > 150)) count++;
  }
  return count;
}"""


def see(page, color, least):
    """Waits until so many samples of a colour are in the video."""
    page.wait_for_function(f"least => ({COUNT})({json.dumps(color)}) >= least", arg=least, timeout=20_000, polling=50)


def check(page, name):
    """Has axe-core look for what keeps people from using the page."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = [f"{item['id']}: {item['help']}; {[node['target'] for node in item['nodes']]}" for item in found]
    assert not told, f"{name}: {told}"


with sync_playwright() as playwright:
    import axe_playwright_python  # pylint: disable=import-outside-toplevel

    with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as file:
        axe = file.read()
    scripts = player.Pages(hls_js)
    with Broadcast(
            tatecast, out, "--input", "samples/cup.mp4", "--loop", "--serve", "127.0.0.1:0", "--control", "127.0.0.1:0",
            "--audience", "open", "--comments", "hold", "--player-script", scripts.module,
            listens=None, buffer=None, preset=PRESET) as broadcast:
        control = broadcast.ready["control"].removesuffix("/v1/state")
        address = broadcast.ready["play"].removesuffix("master.m3u8")
        commit({"type": "price", "product": PRODUCT})
        browser = player.launch(playwright)
        page = browser.new_context(viewport={"width": 390, "height": 844}, locale="en").new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        # The bundle that hls.js is found in tries its players out on about:blank.
        page.on("console", lambda message: problems.append(message.text)
                if message.type == "error" and "about:blank" not in message.text else None)
        page.goto(address)
        page.wait_for_selector("#product:not([hidden])", timeout=30_000)
        assert page.get_attribute("#cart", "href") == PRODUCT["url"]
        assert page.inner_text("#price") == "¥3,980" and page.inner_text("#original") == "¥5,980"
        assert page.inner_text("#stock") == "12 left" and page.inner_text("#count") == "1"

        # Hearts: one's own, in the picture.
        assert page.evaluate(COUNT, "magenta") < 5, "something of the clip is magenta"
        page.wait_for_selector("#heart:not([hidden])")
        # Beyond the wait of a new visitor, which the script sits out by itself.
        page.wait_for_timeout(2_500)
        # The script tells in `sent` what was taken.
        page.evaluate("""async () => {
          const {show} = await import("./page/viewer.js");
          window.show = show;
          show.addEventListener("sent", ({detail}) => { (window.sent ??= []).push(detail); });
        }""")
        box = page.locator("#heart").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.evaluate("document.getElementById('heart').addEventListener('pointerdown', () => { window.tapped = performance.now(); })")
        page.mouse.down()
        page.wait_for_timeout(500)
        page.mouse.up()
        see(page, "magenta", 20)
        latency = page.evaluate("(performance.now() - tapped) / 1000")
        page.screenshot(path=os.path.join(out, "hearts.png"))
        page.wait_for_function("() => window.sent.reduce((sum, {hearts}) => sum + (hearts ?? 0), 0) >= 2", timeout=10_000)

        # A vote, and its result.
        commit({"type": "poll", "id": "p-1", "question": "Which colour next?", "options": ["White", "Black"]})
        page.wait_for_selector("#poll:not([hidden])", timeout=20_000)
        page.screenshot(path=os.path.join(out, "poll.png"))
        page.click("#options button:nth-child(2)")
        page.wait_for_function("() => document.getElementById('vote').textContent.includes('counts')", timeout=10_000)
        for _ in range(100):
            votes = [option["votes"] for option in state()["show"]["poll"]["options"]]
            if votes == [0, 1]:
                break
            page.wait_for_timeout(100)
        assert votes == [0, 1], votes
        commit({"type": "poll", "action": "close"})
        see(page, "cyan", 20)
        page.wait_for_selector("#poll", state="hidden", timeout=10_000)

        # A comment waits until it is passed.
        page.fill("#text", "かわいい")
        page.press("#text", "Enter")
        page.wait_for_function("() => document.getElementById('toast').textContent !== ''", timeout=10_000)
        held = json.loads(urllib.request.urlopen(control + "/v1/comments", timeout=10).read())["comments"]
        assert [item["text"] for item in held] == ["かわいい"], held

        # Another price: the card changes with the picture.
        page.evaluate("""() => {
          const price = document.getElementById("price");
          new MutationObserver(() => { window.changed ??= [price.textContent, show.instant]; })
            .observe(price, {childList: true, characterData: true, subtree: true});
        }""")
        answer = commit({"type": "price", "product": {**PRODUCT, "price": 2980, "stock": 3}})
        page.wait_for_function("() => window.changed", timeout=20_000)
        text, instant = page.evaluate("changed")
        offset = page.evaluate("([instant, date]) => instant - Date.parse(date)", [instant, answer["programDateTime"]]) / 1000
        assert text == "¥2,980" and 0 <= offset < 1, f"{text}, {offset:.2f} s after the picture"

        # Everybody can use it, at all sizes, in light and dark.
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.wait_for_timeout(100)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width} px: it is wider than that"
                page.screenshot(path=os.path.join(out, f"page-{width}-{scheme}.png"))
                check(page, f"{width} px, {scheme}")
        page.set_viewport_size({"width": 390, "height": 844})
        page.click("#list")
        page.wait_for_selector("#products[open]")
        check(page, "the products")
        page.screenshot(path=os.path.join(out, "products.png"))
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "list", "Escape leads elsewhere"
        assert not problems, problems

        # A browser that has dropped its cookie gets another, and what was sent is sent once more.
        page.context.clear_cookies()
        page.evaluate("() => { window.sent = []; show.heart(); }")
        page.wait_for_function("() => window.sent.some(({hearts}) => hearts === 1)", timeout=20_000)
        page.context.close()

        # Where hls.js can't be had, Chromium plays by itself, and the card is there as well.
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
        context.route("**/hls.mjs", lambda route: route.abort())
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#product:not([hidden])", timeout=30_000)
        assert page.inner_text("#price") == "¥2,980", page.inner_text("#price")
        behind = page.evaluate("async () => Date.now() - (await import('./page/viewer.js')).show.instant") / 1000
        assert 1 < behind < 30, f"the picture on screen is said to be {behind:.1f} s old"
        browser.close()
    scripts.shutdown()
print(f"hearts in one's own picture {latency:.1f} s after the tap; voted; the card changes {offset:.2f} s after the picture's price; "
      f"without hls.js the card is there too; axe-core finds nothing at {', '.join(str(width) for width, _ in SIZES)} px in light and dark; pictures: {out}")
