"""Uses the preview's timeline in Chromium, and lets the page sleep: use-timeline.py ADDRESS EVENTS OUT

The preview shows a sample whose events are in the file EVENTS. OUT has pictures of the page.
"""

import json
import os
import pathlib
import shutil
import signal
import sys
import time

from playwright.sync_api import sync_playwright
from waiting import wait_for

address, events_path, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
EVENTS = [json.loads(line) for line in events_path.read_text().splitlines() if line.strip()]
problems = []


def start(browser, width=1280, height=800, scheme="light", hears=True):
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    if hears:
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    wait_for("the video plays", lambda: page.evaluate("document.querySelector('#video').currentTime > 10.3"), 30)
    return page


def position(page):
    return float(page.get_attribute("#timeline", "aria-valuenow"))


def goes_where_it_is_told(page):
    duration = float(page.get_attribute("#timeline", "aria-valuemax"))
    marks = page.locator("#marks span:not([data-own])").count()
    wanted = sum(event["at"] <= duration for event in EVENTS)
    assert marks == wanted, f"{marks} marks, expected {wanted}"
    box = page.locator("#timeline").bounding_box()
    x = lambda share: box["x"] + box["width"] * share
    y = box["y"] + box["height"] / 2

    def arrives(words, target, act):
        """The server itself is there, not only the handle: after it has had time to say otherwise."""
        begin = time.time()
        act()
        time.sleep(1)
        def is_there():
            expected = (target + time.time() - begin) % duration
            # It takes a moment to go there.
            return -0.3 < (expected - position(page) + 0.3) % duration - 0.3 < 1.3
        wait_for(words, is_there, 3)

    arrives("a click", 0.3 * duration, lambda: page.mouse.click(x(0.3), y))
    def drag():
        page.mouse.move(x(0.2), y)
        page.mouse.down()
        page.mouse.move(x(0.4), y, steps=5)
        assert abs(position(page) - 0.4 * duration) < 0.3, "the handle doesn't follow the pointer"
        page.mouse.move(x(0.6), y, steps=5)
        page.mouse.up()
    arrives("a drag", 0.6 * duration, drag)
    page.focus("#timeline")
    arrives("Home", 0, lambda: page.keyboard.press("Home"))
    before = position(page)
    arrives("an arrow", before + 1, lambda: page.keyboard.press("ArrowRight"))
    page.keyboard.press("Home")
    # From anywhere on the page, to the next mark.
    page.evaluate("document.activeElement.blur()")
    arrives("a mark", EVENTS[0]["at"], lambda: page.keyboard.press("."))
    # What was before a position is on screen there: the poll's product is, and the page says so.
    page.mouse.click(x(0.5), y)
    wait_for("the show as it is there", lambda: page.locator("#sold-out").is_enabled())
    page.mouse.move(x(EVENTS[0]["at"] / duration), y)
    wait_for("what happens there", lambda: EVENTS[0]["type"] in page.locator("#timeline-tip").inner_text())
    page.mouse.move(5, 5)
    page.keyboard.press("c")
    wait_for("a mark of what was pressed", lambda: page.locator("#marks span[data-own]").count() == 1)
    assert page.locator("#sample-loop").inner_text() in ("", "loop 2", "loop 3"), "going elsewhere isn't a loop"
    print(f"timeline: {marks} marks; click, drag and keys arrive")


LAG = "Date.now() / 1000 - document.querySelector('#video').currentTime"


def returns(page, words, baseline, seconds=3):
    """The page plays again, at the edge, by itself."""
    begin = time.time()
    times = []
    def is_back():
        first = page.evaluate("document.querySelector('#video').currentTime")
        time.sleep(0.15)
        moves = page.evaluate("document.querySelector('#video').currentTime") > first
        times.append(page.evaluate(LAG) - baseline)
        return moves and times[-1] < 0.5
    try:
        wait_for(words, is_back, seconds)
    except AssertionError:
        raise AssertionError(f"{words}: not at the edge within {seconds} s; behind it by {[f'{one:.2f}' for one in times]}") from None
    print(f"{words}: at the edge again after {time.time() - begin:.1f} s, {times[-1]:+.2f} s from before")


def sleep(browser, seconds):
    """Takes all time away from the browser's pages: it freezes hidden tabs alone, and without a screen none is hidden."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [process["id"] for process in processes if process["type"] == "renderer"]
    assert pages
    try:
        for process in pages:
            os.kill(process, signal.SIGSTOP)
        time.sleep(seconds)
    finally:
        for process in pages:
            os.kill(process, signal.SIGCONT)


def wakes_up(browser):
    # What the network says while it is gone is no complaint.
    page = start(browser, hears=False)
    time.sleep(3)
    baseline = min(page.evaluate(LAG) for _ in range(5))
    page.evaluate("""() => {
        [window.gap, window.last] = [0, performance.now()];
        setInterval(() => {
            window.gap = Math.max(window.gap, performance.now() - window.last);
            window.last = performance.now();
        }, 50);
    }""")
    for seconds in (4, 20):
        sleep(browser, seconds)
        returns(page, f"asleep for {seconds} s", baseline)
        slept = page.evaluate("window.gap") / 1000
        assert slept > seconds - 1, f"the page slept for {slept:.1f} s, expected {seconds}"
    # A player that was left behind, as by a tab whose pictures weren't played.
    page.evaluate("document.querySelector('#video').currentTime -= 4")
    returns(page, "left 4 s behind", baseline)
    page.evaluate("document.querySelector('#video').pause()")
    returns(page, "paused", baseline)
    page.context.set_offline(True)
    time.sleep(5)
    page.context.set_offline(False)
    returns(page, "without a network for 5 s", baseline, 6)
    page.close()


def looks_good(browser):
    for scheme in ("light", "dark"):
        for width, height in ((320, 640), (768, 1024), (1280, 800)):
            page = start(browser, width, height, scheme)
            page.keyboard.press("h")
            box = page.locator("#timeline").bounding_box()
            assert box["height"] >= 24, f"at {width}, too thin to be touched: {box}"
            page.mouse.move(box["x"] + box["width"] * 0.07, box["y"] + 10)
            time.sleep(0.5)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"at {width} the page is {overflow} pixels too wide"
            tip = page.locator("#timeline-tip").bounding_box()
            assert tip["x"] >= 0 and tip["x"] + tip["width"] <= width, f"at {width} the tip leaves the page: {tip}"
            page.screenshot(path=out / f"timeline-{width}x{height}-{scheme}.png")
            page.close()
    print("looks: the timeline fits three sizes")


with sync_playwright() as playwright:
    # Root, as in a container, may not use the sandbox.
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    )
    page = start(browser)
    goes_where_it_is_told(page)
    page.close()
    wakes_up(browser)
    looks_good(browser)
    browser.close()
assert not problems, f"the browser complains: {problems}"
print("marks, click, drag, keys, sleep and a lost network hold")
