"""From a tap on the page's heart to hearts in one's own picture: Chromium, hls.js, the page as it comes with the program.

A viewer who has settled taps once, waits until the hearts have gone from the video, and taps again at a random moment. The video's pixels say
when a tap's hearts are on screen (`expectedDisplayTime` of requestVideoFrameCallback); the page's clock counts both ends.
"""

import json
import os
import random
import re
import subprocess
import time

from low_latency import player
from low_latency.broadcast import Broadcast, Failure, IdleShare
from low_latency.joins import share

SIZE, BIT_RATE, RATE = (540, 960), 1500, 30
# By latency: parts in a segment, frames in a part, and the most that it may take (p95), in seconds.
MODES = {"ultra": (8, 8, 1.9), "low": (3, 16, 2.6)}
# Seconds until the player has settled.
SETTLED = 12
# Of the machine's time: where less is left, what is missed is void.
LEAST_IDLE = 0.1
# Hearts are of a colour that the picture doesn't have, and gone soon, so that the next ones are told from them.
PRESET = """name: taps
canvas: {{width: {0}, height: {1}, frameRate: 30}}
latency: {2}
ladder: [{{width: {0}, height: {1}, bitRate: {3}k}}]
layers:
  - price: {{}}
  - hearts: {{colors: ["#ff00ff"], smallest: 20%, largest: 25%, lifetime: 800ms, counter: false}}
"""

EYE = """() => {
  const video = document.getElementById("video"), heart = document.getElementById("heart");
  const eye = new OffscreenCanvas(90, 160).getContext("2d", {willReadFrequently: true});
  window.eyes = {taps: [], isSeen: false};
  performance.setResourceTimingBufferSize(100000);
  heart.addEventListener("pointerdown", event => eyes.taps.push({at: event.timeStamp}));
  const look = (now, frame) => {
    eye.drawImage(video, 0, 0, 90, 160);
    const pixels = eye.getImageData(0, 0, 90, 160).data;
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i] > 130 && pixels[i + 1] < 110 && pixels[i + 2] > 130) count++;
    }
    eyes.isSeen = count > 0;
    const tap = eyes.taps.at(-1);
    if (eyes.isSeen && tap && !tap.shown) Object.assign(tap, {shown: frame.expectedDisplayTime, count});
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}"""

FACTS = """() => ({
  taps: eyes.taps, begin: performance.timeOrigin,
  requests: performance.getEntriesByType("resource").filter(entry => entry.name.endsWith("page/events"))
    .map(({startTime, responseEnd}) => [startTime, responseEnd]),
  parts: Object.fromEntries(performance.getEntriesByType("resource").filter(entry => /v[^/]*\\/[^/]*\\.m4s$/.test(entry.name))
    .map(({name, responseEnd}) => [name, responseEnd])),
})"""


def make_clip(folder):
    """Grey, with a sound: nothing in it is taken for a heart."""
    path = os.path.join(folder, "grey.mp4")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"color=gray:size={SIZE[0]}x{SIZE[1]}:rate={RATE}", "-f", "lavfi", "-i",
         "sine=440:beep_factor=2:sample_rate=48000", "-vf", "noise=alls=8:allf=t", "-t", "20", "-c:v", "libx264", "-preset",
         "veryfast", "-g", str(RATE), "-b:v", "2M", "-c:a", "aac", path], stdin=subprocess.DEVNULL, check=True)
    return path


def committed(log):
    """The media times at which hearts were committed, in seconds."""
    with open(log, encoding="utf-8") as file:
        return [event["at"] for event in map(json.loads, file) if event.get("type") == "hearts"]


def tap(page, count):
    """Taps so often, each time once the hearts before have gone, at any phase of a part."""
    box = page.locator("#heart").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for number in range(count):
        page.wait_for_timeout(1000 * random.uniform(0.1, 0.7))
        page.mouse.click(*middle)
        try:
            page.wait_for_function("() => eyes.taps.at(-1)?.shown && !eyes.isSeen", timeout=15_000, polling=50)
        except Exception as error:
            raise Failure(f"tap {number + 1}: no hearts within 15 s, or they don't go") from error


def steps(facts, times, start, mode):
    """Of each tap: seconds from the tap to its request's answer, to its tick, to the part at the player, to the screen."""
    parts, frames, _ = MODES[mode]
    arrivals = {}
    for name, end in facts["parts"].items():
        if found := re.search(r"-(\d+)\.(\d+)\.m4s$", name):
            arrivals[int(found[1]), int(found[2])] = end
    if not len(facts["taps"]) == len(facts["requests"]) == len(times):
        raise Failure(f"{len(facts['taps'])} taps, {len(facts['requests'])} requests, {len(times)} events")
    rows = []
    for tapped, (asked, answered), when in zip(facts["taps"], facts["requests"], times):
        tick = round(when * RATE)
        due = (start + when) * 1000 - facts["begin"]
        arrived = arrivals.get((tick // (parts * frames), tick % (parts * frames) // frames))
        ends = [asked, answered, due, arrived, tapped["shown"]]
        rows.append([None if end is None else (end - tapped["at"]) / 1000 for end in ends])
    return rows


def measure(options, report, folder, mode):
    from playwright.sync_api import sync_playwright
    target = MODES[mode][2]
    preset = os.path.join(folder, f"taps-{mode}.yaml")
    with open(preset, "w", encoding="utf-8") as file:
        file.write(PRESET.format(*SIZE, mode, BIT_RATE))
    pages = player.Pages(options.hls_js)
    live = Broadcast(options.tatecast, folder, preset, f"taps-{mode}", [
        "--input", make_clip(folder), "--loop", "--audience", "open", "--player-script", pages.module], has_show=False)
    try:
        with sync_playwright() as playwright:
            browser = player.launch(playwright)
            page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
            end = time.monotonic() + 20
            while page.request.get(live.play_url).status != 200:
                if time.monotonic() > end:
                    raise Failure("no main playlist within 20 s")
                time.sleep(0.1)
            page.goto(live.play_url.removesuffix("master.m3u8"))
            page.wait_for_selector("#heart:not([hidden])", timeout=30_000)
            page.evaluate(EYE)
            page.wait_for_timeout(SETTLED * 1000)
            idle = IdleShare()
            tap(page, options.taps)
            idle = idle.value()
            facts = page.evaluate(FACTS)
            start = page.evaluate("""async () => {
              const {show} = await import("./page/viewer.js");
              const {details} = show.hls.levels[Math.max(0, show.hls.currentLevel)];
              const {programDateTime, sn, duration} = details.fragments.find(({duration}) => duration > 1);
              return [programDateTime, sn, duration];
            }""")
            os.makedirs(options.output, exist_ok=True)
            page.screenshot(path=os.path.join(options.output, f"taps-{mode}.png"))
            browser.close()
    finally:
        summary = live.finish()
    date, number, length = start
    rows = steps(facts, committed(os.path.join(live.output, "events.ndjson")), date / 1000 - number * length, mode)
    values = [row[-1] for row in rows]
    report.heading(f"From a tap to hearts in one's own picture, `latency: {mode}`")
    report.line(f"{len(values)} taps; idle {idle:.0%}; {summary['lateTicks']} of {summary['ticks']} ticks late.\n")
    names = ["the request begins", "it is answered", "the tick with the hearts", "its part is at the player", "on screen"]
    report.table(["after a tap, s", "least", "p50", "p95", "most", "taps"], [
        [name, *(f"{value:.3f}" for value in (min(found), share(found, 0.5), share(found, 0.95), max(found))), len(found)]
        for name, found in ((name, [row[index] for row in rows if row[index] is not None]) for index, name in enumerate(names))
        if found])
    p95 = share(values, 0.95)
    report.judge(f"{mode}: tap → hearts in one's own picture, p95", f"{p95:.3f} s", f"≤ {target} s", p95 <= target, idle < LEAST_IDLE)
