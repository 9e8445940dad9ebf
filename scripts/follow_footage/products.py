"""Products in hands: the sample clips cup.mp4 and box.mp4 as landscape pictures, and where the product is in them."""

import bisect
import json
import math
import os
from dataclasses import dataclass

from . import media

PAN = (200, 8.0)
"""How far the camera pans to each side, in pixels, and the seconds there and back."""


@dataclass(frozen=True)
class Product:
    """A sample clip in a room of 1280×720: at one side of it, or in its middle while the camera pans."""

    clip: str
    form: str
    """pan, left or right."""
    scale: float = 1
    """How large the clip is in the room; 1: 640×480."""
    is_mirrored: bool = False
    size = (1280, 720)
    rate = 30
    duration = 7.9
    cuts = ()

    def truth(self, time):
        x, y, width, height = self.marked(time)
        if self.is_mirrored:
            x = 1 - x - width
        across, down = self.size_in_room
        middle = (1280 - across) / 2 - PAN[0] * math.sin(2 * math.pi * time / PAN[1])
        left = {"left": 0, "right": 1280 - across}.get(self.form, middle)
        return [
            ((left + x * across) / 1280, (720 - down + y * down) / 720, width * across / 1280, height * down / 720)]

    @property
    def size_in_room(self):
        """In pixels, even."""
        return 2 * round(320 * self.scale), 2 * round(240 * self.scale)

    def marked(self, time):
        """The product's box in the sample clip: five a second are marked, the rest lie between."""
        marks = MARKS[self.clip]
        index = min(max(bisect.bisect([mark[0] for mark in marks], time), 1), len(marks) - 1)
        (start, *first), (end, *second) = marks[index - 1], marks[index]
        part = min(max((time - start) / (end - start), 0), 1)
        return [a + (b - a) * part for a, b in zip(first, second)]

    def film(self, path, folder):
        clip = os.path.join(media.SAMPLES, f"{self.clip}.mp4")
        room = ["-loop", "1", "-framerate", "30", "-i", media.background("room", folder)]
        across, down = self.size_in_room
        turn = ",hflip" if self.is_mirrored else ""
        if self.form == "pan":
            # The room is larger than the picture, and the clip stands in its middle. Twice as large, since a crop moves by whole pixels.
            graph = f"[1]fps=30,scale={2 * across}:{2 * down}{turn}[c];[0]scale=3584:2016[r];"
            graph += f"[r][c]overlay={1792 - across}:{2016 - 2 * down}:shortest=1,"
            graph += f"crop=2560:1440:'2*(256+{PAN[0]}*sin(2*PI*t/{PAN[1]}))':576,scale=1280:720"
        else:
            shrunk = "" if self.scale == 1 else f",scale={across}:{down}"
            graph = f"[1]fps=30{shrunk}{turn}[c];"
            graph += f"[0][c]overlay={0 if self.form == 'left' else 1280 - across}:{720 - down}:shortest=1"
        graph += ",noise=alls=4:allf=t,setsar=1,format=yuv420p[v]"
        media.encode(
            room + ["-i", clip, "-t", str(self.duration), "-filter_complex", graph, "-map", "[v]"], path)


with open(os.path.join(media.HERE, "products.json"), encoding="utf-8") as file:
    MARKS = json.load(file)
"""Five a second: time, then x, y, width and height in shares of the picture. Found by colour, looked at, mended by hand."""
