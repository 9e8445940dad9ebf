"""A render's sound: one gain from the first sample to the last, and pictures and sound together."""

import os

import numpy as np

from sound_footage.media import RATE, run, write

from . import measure

PRESET = """
name: sound
canvas: {{width: 96, height: 160, frameRate: 25}}
ladder: [{{width: 96, height: 160, bitRate: 100k}}]
sound: {{loudness: {loudness}}}
"""
TARGET = -16.0
# The limiter takes more of the others.
NAMES = ("01-quiet", "02-clipped", "03-pauses", "04-over-music", "08-mono", "11-pauses-over-music")


def render(options, folder, sound, name, loudness):
    """A film of a sound, rendered; returns the MP4 file, and what the show's audio initialisation is called."""
    film, preset, show = (os.path.join(folder, f"{name}.{kind}") for kind in ("film.mkv", "yaml", f"show.{loudness}"))
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "color=s=96x160:r=25", "-i", sound]
    run([*words, "-map", "0:v", "-map", "1:a", "-c:v", "mpeg4", "-c:a", "copy", "-shortest", film])
    with open(preset, "w", encoding="utf-8") as file:
        file.write(PRESET.format(loudness=loudness))
    movie = f"{show}.mp4"
    run([options.tatecast, "render", film, "--preset", preset, "--output", show, "--mp4", movie, "--quiet"])
    return movie


def report(options, report, folder):
    report.heading("4. Render")
    for name in NAMES:
        movie = render(options, folder, os.path.join(options.footage, f"{name}.wav"), name, "-16")
        value = measure.of(movie).integrated
        report.check(f"{name}, after AAC", f"{value:.1f} LUFS", "-16 ± 0.2", abs(value - TARGET) <= 0.2)
    together(options, report, folder)


def together(options, report, folder):
    """Clicks are where they were: what is read ahead is given out in time."""
    sound = np.zeros((10 * RATE, 2))
    places = [round(second * RATE) for second in (1, 3.5, 7)]
    for place in places:
        sound[place : place + 48] = 0.3
    path = os.path.join(folder, "clicks.wav")
    write(path, sound)

    def clicks(loudness):
        raw = os.path.join(folder, "clicks.f32")
        measure.decode(render(options, folder, path, "clicks", loudness), raw)
        heard = np.abs(np.fromfile(raw, dtype="<f4").reshape(-1, 2)[:, 0])
        return [int(place - 4_800 + np.argmax(heard[place - 4_800 : place + 4_800])) for place in places]

    before, after = clicks("off"), clicks("-16")
    value = max(abs(one - other) for one, other in zip(before, after)) * 1_000 / RATE
    report.check("clicks moved by", f"{value:.2f} ms", "≤ 5", value <= 5)
