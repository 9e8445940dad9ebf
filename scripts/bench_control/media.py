"""What viewers get of a broadcast: parts, segments, and on which frame a plate appears in them."""

import http.client
import re
import subprocess

from bench_render.processes import Failure

FPS = 30


class Viewer:
    """One rendition, fetched over a kept connection."""

    def __init__(self, address, name, parts_per_segment, frames_per_part):
        self.connection = http.client.HTTPConnection(*address, timeout=30)
        self.name = name
        self.parts_per_segment = parts_per_segment
        self.frames_per_part = frames_per_part
        self.initialisation = None

    def get(self, path):
        self.connection.request("GET", f"/{self.name}/{path}")
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Failure(f"{self.name}/{path}: {answer.status} {body[:200]}")
        return body

    def place(self, tick):
        """The segment's number, the part's in it, and the frame's in the segment."""
        per_segment = self.parts_per_segment * self.frames_per_part
        return tick // per_segment, tick % per_segment // self.frames_per_part, tick % per_segment

    def fetch_part(self, tick):
        """Waits for the part that shows a tick, as players do, and fetches it."""
        segment, part, _ = self.place(tick)
        playlist = self.get(f"playlist.m3u8?_HLS_msn={segment}&_HLS_part={part}").decode()
        name = re.search(rf'"([^"]*-{segment}\.{part}\.m4s)"', playlist)
        if not name:
            raise Failure(f"{self.name}: no part {segment}.{part} in\n{playlist[-1500:]}")
        return self.get(name.group(1))

    def fetch_segment(self, tick):
        """The initialisation and the whole segment of a tick, to be decoded."""
        segment, _, _ = self.place(tick)
        playlist = self.get(f"playlist.m3u8?_HLS_msn={segment + 1}&_HLS_part=0").decode()
        if self.initialisation is None:
            self.initialisation = self.get(re.search(r'EXT-X-MAP:URI="([^"]+)"', playlist).group(1))
        name = re.search(rf"^(\S*-{segment}\.m4s)$", playlist, re.MULTILINE).group(1)
        return self.initialisation + self.get(name)


def decode_plate(media, width, height):
    """For each frame of a segment, whether the blue plate is in its upper left quarter."""
    result = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "pipe:0", "-an", "-f", "rawvideo", "-pix_fmt", "yuv420p",
         "-vf", f"crop={width // 4 // 4 * 4}:{height // 32 // 4 * 4}:{width // 8 // 2 * 2}:{height // 10 // 2 * 2}", "pipe:1"],
        input=media, capture_output=True, check=True)
    w, h = width // 4 // 4 * 4, height // 32 // 4 * 4
    size = w * h * 3 // 2
    frames = []
    for start in range(0, len(result.stdout) - size + 1, size):
        blue = result.stdout[start + w * h:start + w * h + w * h // 4]
        # Pure blue has 240 there, a picture of a room some 128.
        frames.append(sum(blue) / len(blue) > 184)
    return frames
