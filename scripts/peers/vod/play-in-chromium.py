"""Plays a show in Chromium, to the end: play-in-chromium.py ADDRESS SCREENSHOT

A phone's browser is where most viewers are; this one plays HLS by itself, as those do.
"""

import shutil
import sys
import urllib.request

from playwright.sync_api import sync_playwright

address, screenshot = sys.argv[1:]
origin = address.rsplit("/", 1)[0]
browser_path = shutil.which("chromium")

PAGE = """
<!doctype html><meta name="viewport" content="width=device-width"><body style="margin:0;background:#000">
<video src="/master.m3u8" muted playsinline style="width:360px;height:640px"></video>
"""

FACTS = """() => {
  const video = document.querySelector('video');
  const quality = video.getVideoPlaybackQuality();
  return {width: video.videoWidth, height: video.videoHeight, time: video.currentTime, duration: video.duration,
          ended: video.ended, error: video.error && `${video.error.code} ${video.error.message}`,
          frames: quality.totalVideoFrames, corrupted: quality.corruptedVideoFrames};
}"""


def playlist_duration():
    """In seconds, as the first rendition's playlist has it."""
    lines = urllib.request.urlopen(address).read().decode().splitlines()
    rendition = next(line for line in lines if line and not line.startswith("#"))
    lines = urllib.request.urlopen(f"{origin}/{rendition}").read().decode().splitlines()
    return sum(float(line.removeprefix("#EXTINF:").split(",")[0]) for line in lines if line.startswith("#EXTINF:"))


with sync_playwright() as playwright:
    # Root, as in a container, may not use the sandbox.
    browser = playwright.chromium.launch(
        executable_path=browser_path, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    )
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.route("**/player.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(f"{origin}/player.html")
    page.evaluate("() => document.querySelector('video').play()")
    duration = playlist_duration()
    # The middle has price and hearts.
    page.wait_for_function(
        f"() => document.querySelector('video').error || document.querySelector('video').currentTime > {duration / 2}",
        timeout=60_000,
    )
    page.screenshot(path=screenshot)
    middle = page.evaluate(FACTS)
    print(middle)
    assert not middle["error"], middle["error"]
    assert middle["width"] in (360, 540, 720) and middle["height"] * 9 == middle["width"] * 16, middle
    page.wait_for_function(
        "() => document.querySelector('video').error || document.querySelector('video').ended", timeout=60_000
    )
    end = page.evaluate(FACTS)
    print(end)
    assert end["ended"] and not end["error"], end
    # Where it changes the rung at the very end, as on a busy machine, Chromium fetches the last segment again and
    # appends it behind itself. So the show may come out longer by that, never shorter.
    assert -0.05 < end["duration"] - duration < 1.6, (end["duration"], duration)
    assert end["frames"] >= duration * 30 - 1 and end["corrupted"] == 0, (end, duration)
    browser.close()
    print(f"{end['width']}x{end['height']} to the end at {end['time']:.2f} s; picture: {screenshot}")
