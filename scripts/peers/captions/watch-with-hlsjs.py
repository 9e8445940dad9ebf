"""Watches a low-latency broadcast with captions in Chromium with hls.js: watch-with-hlsjs.py TATECAST WORDS HLS.JS

Each caption says its media time. How late it is shown is asked of the player: where its pictures are when the caption comes up.
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

SECONDS = 14
# A caption is shown so late at most, in seconds.
LATEST = 0.3

LISTEN = """() => {
  window.seen = [];
  const note = track => track.addEventListener('cuechange', () => {
    for (const cue of track.activeCues ?? []) {
      if (seen.some(other => other.text === cue.text)) continue;
      seen.push({text: cue.text, start: cue.startTime, time: video.currentTime, date: hls?.playingDate?.getTime() ?? null});
    }
  });
  for (const track of video.textTracks) note(track);
  video.textTracks.addEventListener('addtrack', event => note(event.track));
  setInterval(() => { if (hls && hls.subtitleTracks.length > 0 && hls.subtitleTrack < 0) hls.subtitleTrack = 0; }, 50);
}"""

# When the programme began, by the dates of a rendition's segments, which all last equally long from number 0 on. hls.js has read the
# playlists of those alone that it has played.
BEGINNING = """() => {
  const details = hls.levels.map(level => level.details).find(details => details);
  const fragment = details.fragments.find(fragment => fragment.duration > 1);
  return fragment.programDateTime - fragment.sn * fragment.duration * 1000;
}"""

tatecast, words, hls_js = sys.argv[1:]
broadcast = subprocess.Popen(
    [tatecast, "live", "--input", "samples/cup.mp4", "--loop", "--preset", "presets/minimal.yaml", "--latency", "low",
     "--captions", f"en={words}", "--no-disk", "--serve", "127.0.0.1:0", "--json", "--quiet"],
    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
try:
    source = json.loads(broadcast.stdout.readline())["play"]
    with sync_playwright() as playwright:
        browser = player.launch(playwright)
        page, requests = player.open_page(browser, player.Pages(hls_js).url(source, {"lowLatencyMode": True}))
        page.evaluate(LISTEN)
        page.wait_for_function("() => facts.fatal || facts.firstFrame !== null", timeout=60_000)
        page.wait_for_timeout(SECONDS * 1000)
        seen, facts = page.evaluate("seen"), page.evaluate("summary()")
        assert facts["fatal"] is None, facts["fatal"]
        beginning = page.evaluate(BEGINNING)
        browser.close()
finally:
    broadcast.terminate()
    broadcast.wait()

assert any(request.endswith(".vtt") for request in requests), "no segment of the subtitle track was asked for"
# Whoever joins comes into the middle of one.
seen = seen[1:]
assert len(seen) >= 3, f"{len(seen)} captions in {SECONDS} s: {seen}"
late = [cue["time"] - cue["start"] for cue in seen]
assert max(late) <= LATEST, f"a caption was shown {max(late):.2f} s after its time: {seen}"
# Its time is the one that it was said at: by the date of the picture that is shown with it.
apart = [abs((cue["date"] - beginning) / 1000 - float(cue["text"].rsplit(" ", 1)[1]) - delay) for cue, delay in zip(seen, late)]
assert max(apart) <= LATEST, f"captions are {max(apart):.2f} s from the pictures that they belong to: {seen}"
print(f"hls.js {facts['version']}: {len(seen)} captions, {max(late):.2f} s late at most, {max(apart):.2f} s from their pictures at most, "
      f"{facts['latency']:.1f} s behind the live edge")
