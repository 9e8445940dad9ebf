"""Renders a clip with closed captions in two channels, and has hls.js in Chromium read both: read-captions-with-hlsjs.py TATECAST FOLDER HLS.JS"""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.insert(0, os.path.join(ROOT, "scripts"))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

PRESET = """name: captions
canvas: {width: 180, height: 320, frameRate: 25}
ladder: [{width: 180, height: 320, bitRate: 200k}]
captions: {source: {CC1: en, CC3: es}}
layers: []
"""
# What scripts/make-captioned-clip says; its last two rolled-up lines are on screen together.
EXPECTED = {
    "en": ["TWENTY FOUR HOURS ONLY", "THREE IN STOCK", "TWO OR FORTY", "THE END IS NEAR"],
    "es": ["VEINTE Y CUATRO HORAS", "TRES QUEDAN", "DOS O CUARENTA"],
}
# A line of a caption is a cue of its own, and one that grows comes again.
TRACKS = """[...document.querySelector('video').textTracks].map(track => {
  track.mode = 'hidden';
  return {kind: track.kind, label: track.label, language: track.language,
          texts: [...(track.cues ?? [])].map(cue => [cue.startTime, cue.text.trim()])};
})"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        # The player's page comes from elsewhere.
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass


def main():
    tatecast, folder, hls_js = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    clip, preset, show = (os.path.join(folder, name) for name in ("clip.mp4", "preset.yaml", "show"))
    subprocess.run([os.path.join(ROOT, "scripts", "make-captioned-clip"), clip, "30", "320x180"], check=True)
    with open(preset, "w", encoding="utf-8") as file:
        file.write(PRESET)
    subprocess.run([tatecast, "render", clip, "--preset", preset, "--output", show, "--quiet"], check=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=show))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = player.launch(playwright)
        url = player.Pages(hls_js).url(f"http://127.0.0.1:{server.server_port}/master.m3u8")
        page, _ = player.open_page(browser, url)
        # hls.js reads captions as it gets media, and puts up what is near the playhead.
        page.wait_for_function("document.querySelector('video').textTracks.length >= 2", timeout=30_000)
        page.evaluate(TRACKS)
        page.wait_for_function("document.querySelector('video').ended", timeout=60_000)
        tracks = page.evaluate(TRACKS)
        fatal = page.evaluate("summary().fatal")
        browser.close()
    assert fatal is None, fatal
    for language, expected in EXPECTED.items():
        track = next((track for track in tracks if track["language"] == language), None)
        assert track and track["kind"] == "captions", f"no captions in {language}: {tracks}"
        said = [text for _, text in track["texts"]]
        missing = [text for text in expected if text not in said]
        assert not missing, f"{language} lacks {missing}: {track}"
        broken = [text for text in said if not any(text in whole for whole in expected)]
        assert not broken, f"{language} has {broken}: {track}"
    print("; ".join(f"{track['label']}: {len(track['texts'])} cues" for track in tracks))


main()
