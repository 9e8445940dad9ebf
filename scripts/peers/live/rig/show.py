"""What a broadcast left: decoded by ffmpeg, and measured."""

import glob
import os
import struct
import subprocess

from .media import run

WIDTH, HEIGHT = 36, 64
TICKS_PER_SECOND, SAMPLE_RATE = 30, 48_000


class Show:
    """A finished show's pictures, its sound, and its playlists."""

    def __init__(self, folder, has_little_time=False):
        # The top rung: a machine that is too slow may let the smallest one's picture stand still.
        rungs = glob.glob(os.path.join(folder, "v*", "playlist.m3u8"))
        self.video = max(rungs, key=lambda path: int(os.path.basename(os.path.dirname(path))[1:].split("x")[0]))
        self.audio = sorted(glob.glob(os.path.join(folder, "audio*", "playlist.m3u8")))[-1]
        self._pictures = self._beeps = None
        # A machine that is busy otherwise has every second picture shown twice, and pictures left out before that.
        self.has_little_time = has_little_time

    # The timeline

    def check_timeline(self):
        """One initialisation segment, no discontinuity, and a picture on every tick."""
        for playlist in (self.video, self.audio):
            with open(playlist, encoding="utf-8") as file:
                text = file.read()
            assert text.count("#EXT-X-MAP:") == 1 and "#EXT-X-DISCONTINUITY\n" not in text and "#EXT-X-GAP" not in text
            assert text.endswith("#EXT-X-ENDLIST\n")
        for playlist, step in ((self.video, 1 / TICKS_PER_SECOND), (self.audio, 1024 / SAMPLE_RATE)):
            out = run(["ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", playlist])
            times = sorted(float(line.strip(",")) for line in out.split())
            gaps = [a for a, b in zip(times, times[1:]) if abs(b - a - step) > 0.0006]
            assert not gaps, f"{playlist}: not a packet every {step:.4f} s at {gaps[:5]}"
            self.first = times[0]

    # Pictures

    @property
    def pictures(self):
        """Each tick's picture as bytes of luma, made small."""
        if self._pictures is None:
            raw = _decode(self.video, ["-vf", f"scale={WIDTH}:{HEIGHT}:flags=area,format=gray"])
            size = WIDTH * HEIGHT
            self._pictures = [raw[at : at + size] for at in range(0, len(raw), size)]
        return self._pictures

    def luma(self, tick):
        """The mean over the picture's middle, which a fitted landscape source covers."""
        part = self.pictures[tick][WIDTH * 26 : WIDTH * 38]
        return sum(part) / len(part)

    def moves(self, tick):
        """Whether the picture isn't that of the tick before."""
        here, before = self.pictures[tick], self.pictures[tick - 1]
        return sum(abs(a - b) for a, b in zip(here, before)) > len(here) // 4

    def live_stretches(self):
        """(first, last) of the ticks on which the source's pictures move; pauses of less than half a second don't count."""
        stretches = []
        for tick in range(1, len(self.pictures)):
            if not self.moves(tick):
                continue
            if stretches and tick - stretches[-1][1] < TICKS_PER_SECOND // 2:
                stretches[-1][1] = tick
            else:
                stretches.append([tick, tick])
        # The slate's coming and going moves a few pictures, too.
        return [tuple(stretch) for stretch in stretches if stretch[1] - stretch[0] > TICKS_PER_SECOND // 2]

    def flashes(self):
        """When the picture turns white, in seconds."""
        lumas = [self.luma(tick) for tick in range(len(self.pictures))]
        return [tick / TICKS_PER_SECOND for tick in range(1, len(lumas)) if lumas[tick] > 215 > lumas[tick - 1]]

    # Sound

    @property
    def samples(self):
        """Its sound as one channel, in 16 bits."""
        raw = _decode(self.audio, ["-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE)])
        return struct.unpack(f"<{len(raw) // 2}h", raw)

    def beeps(self):
        """When a beep begins, in seconds."""
        if self._beeps is None:
            raw = _decode(self.audio, ["-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE)])
            self._beeps = [index / SAMPLE_RATE for index in onsets(raw)]
        return self._beeps

    def check_sync(self, limit=0.040, least=2, sent=()):
        """Beeps come with flashes: the median within `limit` seconds, each within half as much more. Returns the median.

        `sent` is how much later than each flash the source already sent its beep, in seconds; empty where it sent them together.
        """
        flashes, beeps = self.flashes(), self.beeps()
        offsets = pair(flashes, beeps)
        if sent:
            # Each by itself, as OBS's own differ by 80 ms; where some are missing at an end, with those it goes with best.
            offsets = min(
                (sorted(offset - own for offset, own in zip(offsets[skipped:], sent[missing:]))
                 for skipped, missing in [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)]),
                key=lambda found: (len(found) < least, max(map(abs, found), default=9)))
        limit += 0.034 if self.has_little_time else 0
        assert len(offsets) >= least, f"flashes at {flashes}, beeps at {beeps}"
        median = offsets[len(offsets) // 2]
        assert abs(median) <= limit and all(abs(offset) <= 1.5 * limit for offset in offsets), f"beep − flash: {offsets}"
        return median

    def check(self, seconds, *, sync=0.040, least=2, share=0.75, sent=()):
        """One stretch of moving pictures, so long, with its sound; returns what was found, in words.

        `share` is how many of its ticks must have a new picture: less than 1 where the source has fewer.
        """
        self.check_timeline()
        stretches = self.live_stretches()
        assert len(stretches) == 1, f"pictures move in the ticks {stretches} of {len(self.pictures)}"
        first, last = stretches[0]
        moving = sum(self.moves(tick) for tick in range(first, last + 1))
        assert last - first >= seconds * TICKS_PER_SECOND, f"only {(last - first) / TICKS_PER_SECOND:.1f} s live"
        share *= 0.5 if self.has_little_time else 1
        assert moving >= share * (last - first), f"{moving} of {last - first} ticks have a new picture"
        black = [tick for tick in range(first, last + 1) if self.luma(tick) < 20]
        assert not black, f"black at {black[:10]}"
        median = self.check_sync(sync, least, sent)
        busy = " (the machine was too busy for more)" if self.has_little_time else ""
        return f"{(last - first) / TICKS_PER_SECOND:.1f} s live, {moving} new pictures{busy}, sound {median * 1000:+.0f} ms"

    def still(self, tick, path):
        """Writes a tick's picture as a PNG, to be looked at."""
        run(["ffmpeg", "-v", "error", "-y", "-i", self.video, "-vf", f"select=eq(n\\,{tick})", "-frames:v", "1", path])


def pair(flashes, beeps):
    """By how much each beep is later than its flash, in order of size."""
    pairs = [(flash, min(beeps, key=lambda beep: abs(beep - flash))) for flash in flashes] if beeps else []
    return sorted(beep - flash for flash, beep in pairs if abs(beep - flash) < 0.6)


def sent_offsets(recording):
    """The same in what a source sent, by its own timestamps, for encoders that aren't exact themselves."""
    def times(stream, words):
        out = run(["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", words, "-of", "csv=p=0", recording])
        return [float(line.split(",")[0]) for line in out.split()]

    shown, heard = times("v", "frame=pts_time"), times("a", "frame=pts_time")
    raw = _decode(recording, ["-map", "0:v", "-vsync", "passthrough", "-vf", f"scale={WIDTH}:{HEIGHT},format=gray"], level="fatal")
    size = WIDTH * HEIGHT
    lumas = [sum(raw[at : at + size]) / size for at in range(0, len(raw), size)]
    flashes = [shown[index] for index in range(1, len(lumas)) if lumas[index] > 215 > lumas[index - 1]]
    beeps = [heard[index // 1024] + index % 1024 / SAMPLE_RATE
             for index in onsets(_decode(recording, ["-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE)],
                                   level="fatal"))]
    return pair(flashes, beeps)


def onsets(raw):
    """The samples that beeps begin with."""
    found, last = [], -SAMPLE_RATE
    for index, sample in enumerate(struct.unpack(f"<{len(raw) // 2}h", raw)):
        if abs(sample) > 6_000:
            if index - last > SAMPLE_RATE // 5:
                found.append(index)
            last = index
    return found


def _decode(playlist, words, level="error"):
    """The decoded bytes. What ffmpeg says of that level is a fault."""
    form = [] if "-f" in words else ["-f", "rawvideo"]
    done = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", level, "-i", playlist, *words, *form, "-"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()[-2000:]
    return done.stdout
