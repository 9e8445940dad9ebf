"""A scene: people over a background, filmed by ffmpeg; and where their faces are in each picture."""

from dataclasses import dataclass, field

from . import media
from .paths import Path, still

PORTRAIT = (330, 512)
"""The size of astronaut.jpg."""

FACE = (165, 128, 94)
"""In it: the middle of her face, and the side of the square that face detectors put around it (± 1 px)."""


@dataclass(frozen=True)
class Person:
    """NASA's portrait, cut out."""

    x: Path
    """Her middle, in shares of the picture's width."""
    height: float = 560 / 720
    """Of the portrait, in shares of the picture's height. Her face is 0.18 of it."""
    bottom: Path = field(default_factory=lambda: still(1))
    """Where the portrait ends, in shares of the picture's height."""
    filters: str = ""
    """What is done to the portrait first, in its own pixels."""
    hidden: tuple = ()
    """From when to when she isn't to be seen, in seconds."""
    is_subject: bool = True
    """Whether she is somebody to follow, and not a picture of somebody."""
    is_whole: bool = False
    """Whether the whole rectangle is shown, as in a poster."""

    def face(self, time, camera, size):
        """The face's box in shares of the picture: x, y, width, height."""
        scale = self.height * size[1] / PORTRAIT[1]
        side = FACE[2] * scale
        x = (self.x.at(time) + camera[0].at(time)) * size[0] + (FACE[0] - PORTRAIT[0] / 2) * scale
        y = (self.bottom.at(time) + camera[1].at(time)) * size[1] + (FACE[1] - PORTRAIT[1]) * scale
        return ((x - side / 2) / size[0], (y - side / 2) / size[1], side / size[0], side / size[1])


@dataclass(frozen=True)
class Scene:
    duration: float
    people: tuple
    background: str = "forest"
    cuts: tuple = ()
    """When the background changes to its mirror image and back, in seconds."""
    camera: tuple = (still(0), still(0))
    """How far the camera shakes to the right and down, in shares of the picture."""
    zoom: Path = still(1)
    """How far the camera zooms in on the picture's middle."""
    filters: str = ""
    """What happens to the whole picture: light, hands before the lens."""
    size: tuple = (1280, 720)
    """As its viewers see it."""
    coded_size: tuple = ()
    """As it is coded, where its pixels aren't square."""
    rate: int = 30
    noise: int = 6
    """Of the camera, as ffmpeg's filter counts it. Without any the clip is small."""
    has_music: bool = False
    """Whether it has sound: a few plucked notes, made by ffmpeg."""

    def truth(self, time):
        """The subjects' boxes at an instant, in shares of the picture."""
        boxes = [person.face(time, self.camera, self.size) for person in self.people if person.is_subject]
        zoom = self.zoom.at(time)
        return [(0.5 + (x - 0.5) * zoom, 0.5 + (y - 0.5) * zoom, w * zoom, h * zoom) for x, y, w, h in boxes]

    def film(self, path, folder):
        """Has ffmpeg make the clip."""
        (width, height), rate = self.size, self.rate
        inputs, graph = [], []

        def add(picture):
            inputs.extend(["-loop", "1", "-framerate", str(rate), "-t", str(self.duration), "-i", picture])
            return len(inputs) // 8

        # The background is larger than the picture, so that a shaking camera doesn't see its edge.
        move = f"x='W*({self.camera[0].expression}-0.05)':y='H*({self.camera[1].expression}-0.05)':eval=frame"
        wide = f"scale={round(width * 1.1)}:{round(height * 1.1)}:force_original_aspect_ratio=increase"
        graph.append(f"color=black:size={width}x{height}:rate={rate}:duration={self.duration},format=yuv444p[b]")
        back = add(media.background(self.background, folder)) - 1
        graph.append(f"[{back}]{wide},split[f0][m0];[m0]hflip[f1];[b][f0]overlay={move}[c0]")
        turns = list(zip(self.cuts[::2], (*self.cuts[1::2], self.duration)))
        # Half a picture early, so that rounding doesn't move a cut.
        mirrored = "+".join(f"between(t,{a - 0.5 / rate:.4f},{b - 0.5 / rate:.4f})" for a, b in turns) or "0"
        graph.append(f"[c0][f1]overlay={move}:enable='{mirrored}',noise=alls={self.noise}:allf=t[c]")
        last = "c"
        for number, person in enumerate(self.people):
            portrait, mask = add(media.PORTRAIT) - 1, add(media.MASK) - 1
            own = f",{person.filters}" if person.filters else ""
            cover = "geq=lum=255:cb=128:cr=128," if person.is_whole else ""
            graph.append(f"[{portrait}]format=yuv444p{own}[p{number}];[{mask}]{cover}format=gray[a{number}]")
            graph.append(f"[p{number}][a{number}]alphamerge,scale=-2:{round(person.height * height)}[q{number}]")
            place = f"x='W*({person.x.expression}+{self.camera[0].expression})-w/2'"
            place += f":y='H*({person.bottom.expression}+{self.camera[1].expression})-h':eval=frame:format=yuv444"
            if person.hidden:
                place += f":enable='not(between(t,{person.hidden[0]},{person.hidden[1]}))'"
            graph.append(f"[{last}][q{number}]overlay={place}[d{number}]")
            last = f"d{number}"
        tail = []
        if len(self.zoom.points) > 1:
            zoom = self.zoom.expression.replace("t,", f"on/{rate},").replace("max(t", f"max(on/{rate}")
            # Twice as large first: it moves by whole pixels.
            tail.append(f"scale={2 * width}:{2 * height},zoompan=z='{zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'")
            tail[-1] += f":d=1:s={width}x{height}:fps={rate}"
        if self.filters:
            tail.append(self.filters)
        if self.coded_size:
            tail.append("scale={}:{},setsar={}/{}".format(
                *self.coded_size, width * self.coded_size[1], height * self.coded_size[0]))
        tail.append("format=yuv420p")
        graph.append(f"[{last}]{','.join(tail)}[v]")
        outputs = ["-map", "[v]"]
        if self.has_music:
            graph.append(f"aevalsrc='{media.MUSIC}':s=48000:d={self.duration}[a]")
            outputs += ["-map", "[a]", "-c:a", "aac", "-b:a", "64k"]
        media.encode(inputs + ["-filter_complex", ";".join(graph), *outputs], path, has_sound=self.has_music)
