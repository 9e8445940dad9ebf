"""Draws what a clip was and what was made of it: the waveform in grey, its loudness over three seconds in colour, the target as a line."""

import numpy as np

from sound_footage.media import RATE, run

WIDTH, HEIGHT, GAP = 900, 150, 8
BACKGROUND, WAVE, LOUDNESS, TARGET = (255, 255, 255), (178, 190, 203), (214, 58, 88), (60, 140, 90)
# Of the loudness, in LUFS, from the bottom to the top.
SCALE = (-60, 0)


def draw(pairs, path, target=-16):
    """Writes a picture with two panels for each pair of raw sounds."""
    panels = []
    for pair in pairs:
        for raw in pair:
            panels += [panel(raw, target), np.full((GAP, WIDTH, 3), BACKGROUND, np.uint8)]
    image = np.concatenate(panels[:-1])
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    run([*words, "-s", f"{WIDTH}x{len(image)}", "-i", "-", "-frames:v", "1", path], input=image.tobytes())


def panel(raw, target):
    sound = np.fromfile(raw, dtype="<f4").reshape(-1, 2)[:, 0].astype(np.float64)
    image = np.full((HEIGHT, WIDTH, 3), (246, 247, 249), np.uint8)
    edges = np.linspace(0, len(sound), WIDTH + 1).astype(int)
    for column in range(WIDTH):
        part = sound[edges[column] : edges[column + 1]]
        top, bottom = (round((1 - min(1, max(-1, value))) / 2 * (HEIGHT - 1)) for value in (part.max(), part.min()))
        image[top : bottom + 1, column] = WAVE
    image[row(target), ::3] = TARGET
    levels = short_term(raw)
    last = None
    for column in range(WIDTH):
        value = levels[min(len(levels) - 1, column * len(levels) // WIDTH)]
        here = row(value) if value > SCALE[0] else None
        if here is not None:
            first, second = sorted((here, last if last is not None else here))
            image[max(0, first - 1) : second + 1, column] = LOUDNESS
        last = here
    return image


def row(loudness):
    share = (min(SCALE[1], max(SCALE[0], loudness)) - SCALE[0]) / (SCALE[1] - SCALE[0])
    return round((1 - share) * (HEIGHT - 1))


def short_term(raw):
    """Ten values a second, by FFmpeg."""
    words = ["ffmpeg", "-nostdin", "-hide_banner", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", raw]
    words += ["-af", "ebur128=metadata=1,ametadata=print:key=lavfi.r128.S:file=-", "-f", "null", "-"]
    lines = run(words).stdout.decode().splitlines()
    return [float(line.split("=")[1]) for line in lines if line.startswith("lavfi.r128.S=")] or [-120.0]
