"""Watches a broadcast with the HLS player that Chromium has itself: watch-in-chromium.py URL SCREENSHOT FOLDER

It knows no parts. Version 156 also gives up on some of FFmpeg's own live shows, after their first reload and with the same error as on
ours: an open question, which is counted as skipped. Where it does on ours, FFmpeg's is watched beside it, and the last line says what it does there.
"""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

source, screenshot, folder = sys.argv[1:]
KNOWN = "DEMUXER_ERROR_COULD_NOT_PARSE"
SECONDS = 20


def watch(browser, pages, url, picture=None):
    """What happens from the first picture on; a player that ends with an error isn't waited for."""
    page, requests = player.open_page(browser, pages.url(url, is_native=True))
    page.wait_for_function("() => facts.fatal || facts.firstFrame !== null", timeout=30_000)
    begin = page.evaluate("summary()")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not page.evaluate("facts.fatal"):
        page.wait_for_timeout(500)
    if picture:
        page.screenshot(path=picture)
    facts = page.evaluate("summary()")
    print(facts, requests)
    page.context.close()
    return begin, facts


def publish_reference():
    """FFmpeg's own live show of the same kind: fMP4, sound in a rendition of its own."""
    os.makedirs(folder, exist_ok=True)
    return subprocess.Popen(
        ["ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=360x640:rate=30", "-f", "lavfi", "-i",
         "sine=440:sample_rate=48000", "-t", "90", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30",
         "-c:a", "aac", "-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", "2", "-hls_list_size", "8", "-hls_flags",
         "independent_segments", "-var_stream_map", "v:0,agroup:a a:0,agroup:a,default:yes", "-master_pl_name", "master.m3u8",
         "-hls_segment_filename", "s%v-%d.m4s", "-hls_fmp4_init_filename", "i%v.mp4", "p%v.m3u8"],
        cwd=folder, stdin=subprocess.DEVNULL)


reference = publish_reference()
try:
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder, "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = server.stdout.readline().split(" port ")[1].split()[0]
    with sync_playwright() as playwright:
        browser = player.launch(playwright)
        pages = player.Pages(os.devnull)
        begin, ours = watch(browser, pages, source, screenshot)
        theirs = None
        if ours["fatal"]:
            time.sleep(max(0, 16 - (ours["now"] - ours["start"]) / 1000))
            _, theirs = watch(browser, pages, f"http://127.0.0.1:{port}/master.m3u8")
        version = browser.version
        browser.close()
finally:
    for process in (reference, server):
        process.kill()

assert ours["firstFrame"] is not None, f"no picture: {ours['fatal']}"
assert (ours["width"], ours["height"]) == (360, 640), ours
assert ours["corrupted"] == 0, ours
if ours["fatal"]:
    assert KNOWN in ours["fatal"], ours["fatal"]
    beside = "as on FFmpeg's own" if theirs["fatal"] else "while it plays FFmpeg's"
    print(f"known and open: Chromium {version}'s own player ends with {KNOWN} after the first reload of a live show of ours, {beside}")
    sys.exit(75)
else:
    elapsed, played = (ours["now"] - begin["now"]) / 1000, ours["time"] - begin["time"]
    stalls = [at for at in ours["waiting"] if at > begin["now"] + 5000]
    assert played > elapsed * 0.8 and not stalls, f"{played} s played in {elapsed} s, {len(stalls)} stalls"
    print(f"Chromium {version}: {played:.1f} s in {elapsed:.1f} s, no stall; picture: {screenshot}")
