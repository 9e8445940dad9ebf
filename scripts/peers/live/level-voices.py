"""A publisher far too quiet, another as quiet that takes over, and then one far too loud: viewers hear all of them alike.

Each has a tone of its own, by which it is found again in the show, in syllables, as a steady tone is no voice. Loudness is FFmpeg's.
"""

import os
import re
import subprocess
import time

from rig.broadcast import PRESET, Broadcast, arguments
from rig.media import run

TARGET = -16
# By their tones in Hz: how loud each comes, in LUFS, nearly.
VOICES = {1_000: -34, 600: -34, 300: -12}
WINDOW = 4_800


def source(folder, frequency, loudness):
    path = os.path.join(folder, f"voice-{frequency}.flv")
    if os.path.exists(path):
        return path
    syllables = "(0.02+0.98*pow(max(0\\,sin(4*PI*t))\\,2))"
    # Its loudest syllables reach 11 dB above its loudness.
    sound = f"aevalsrc='{10 ** ((loudness + 11) / 20):.5f}*sin(2*PI*{frequency}*t)*{syllables}':s=48000:d=9"
    run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15:d=9", "-f", "lavfi", "-i", sound,
         "-c:v", "libx264", "-preset", "ultrafast", "-g", "15", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2",
         "-b:a", "128k", path + ".part.flv"])
    os.rename(path + ".part.flv", path)
    return path


def tones(samples):
    """Which of the voices is heard in each tenth of a second; None for none."""
    heard = []
    for start in range(0, len(samples) - WINDOW, WINDOW):
        part = samples[start : start + WINDOW]
        if max(part) < 1_000:
            heard.append(None)
            continue
        crossings = sum(one < 0 <= other for one, other in zip(part, part[1:]))
        heard.append(min(VOICES, key=lambda frequency: abs(frequency - crossings * 10)))
    return heard


def loudness(path, start, end):
    words = ["ffmpeg", "-nostdin", "-hide_banner", "-ss", str(start), "-t", str(end - start), "-i", path]
    words += ["-af", "ebur128=framelog=verbose", "-f", "null", "-"]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True)
    return float(re.findall(r"^\s+I:\s+(\S+) LUFS", done.stderr, re.MULTILINE)[-1])


tatecast, media, out, _ = arguments()
files = [source(media, *voice) for voice in VOICES.items()]
with Broadcast(tatecast, out, preset=PRESET + "sound: {loudness: -16}\n") as broadcast:
    with broadcast.publish(files[0], loops=True):
        broadcast.wait_for("picture is on air", 15)
        time.sleep(6)
        with broadcast.publish(files[1], loops=True):
            broadcast.wait_for("on air. key", 15, count=2)
            time.sleep(5)
    # Who was replaced may not take over again, so this one comes when nobody is there.
    with broadcast.publish(files[2], loops=True):
        broadcast.wait_for("on air. key", 15, count=3)
        time.sleep(6)
show = broadcast.show
sound = os.path.join(out, "sound.wav")
run(["ffmpeg", "-v", "error", "-y", "-i", show.audio, "-ac", "2", "-ar", "48000", sound])
heard = tones(show.samples)
# Where each begins, and where it was heard last; in tenths of a second.
spans = []
for frequency in VOICES:
    places = [index for index, tone in enumerate(heard) if tone == frequency]
    assert len(places) > 20, f"{frequency} Hz isn't heard in the show: {heard}"
    spans.append((places[0] / 10, places[-1] / 10))
(quiet, same, loud) = spans
assert quiet[0] < same[0] < loud[0], spans
found = [loudness(sound, quiet[1] - 2.5, quiet[1]), loudness(sound, same[0] + 0.2, same[0] + 1.7),
         loudness(sound, loud[1] - 2, loud[1])]
# The second one has the first one's gain at once: without that, it would be 18 LU too quiet.
for value, words in zip(found, ("the first", "the second from its beginning", "the loud one")):
    assert abs(value - TARGET) <= 2.5, f"{words}: {value} LUFS; {found}"
print("; ".join(f"{value:.1f} LUFS" for value in found))
