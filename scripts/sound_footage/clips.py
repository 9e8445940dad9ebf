"""The clips: what a seller's phone sends, and what it shouldn't."""

import functools
import glob
import os
import tempfile

import numpy as np

from .media import (RATE, ROOT, Failure, at_loudness, at_rms, both, gain, loop, loudness, read, repeat, run, silence,
                    write)

SENTENCES = (
    "Good evening everybody, and welcome to our little shop. Tonight we have something special for you.",
    "This cup is made by hand, in a village near Kyoto. Look at the colour, and how light it is!",
    "Only twenty are left at this price. Tap the basket, tell me your size, and it will be with you on Friday.",
)


class Clip:
    def __init__(self, says, sound, **how):
        self.says, self.sound, self.how = says, sound, how

    def make(self, path):
        write(path, self.sound(), **self.how)


# --- What they are made of


@functools.cache
def phrases():
    """Sentences of three voices, each at -23 LUFS."""
    words = sorted(glob.glob("/usr/share/sounds/alsa/[FRS]*.wav"))
    if not words:
        raise Failure("alsa-utils' voices aren't there; install them: scripts/install-packages alsa-utils")
    natural = np.concatenate([read(path) for path in words])
    said = [natural[: len(natural) // 2], natural[len(natural) // 2 :]]
    with tempfile.TemporaryDirectory() as folder:
        for voice, speed in (("en-us+f3", "160"), ("en-us+m3", "150")):
            for sentence in SENTENCES:
                path = os.path.join(folder, "voice.wav")
                run(["espeak-ng", "-v", voice, "-s", speed, "-w", path, sentence])
                said.append(read(path))
    order = [said[index] for index in (0, 2, 5, 1, 3, 6, 4, 7)]
    return [gain(phrase, -23 - loudness(both(phrase))) for phrase in order]


@functools.cache
def voice(seconds):
    pause = silence(0.4)
    return repeat(np.concatenate([part for phrase in phrases() for part in (phrase, pause)]), seconds)


@functools.cache
def room(seconds):
    return loop(read(os.path.join(ROOT, "samples/cup.mp4"), 0.3, 7.6), seconds)


@functools.cache
def music(seconds):
    return loop(read(os.path.join(ROOT, "samples/bbb.mp4"), 0.2, 6.9), seconds)


def talk(level, seconds=65, rest=5.0):
    """Four seconds of voice, and a rest, again and again."""
    spoken = at_loudness(voice(seconds), level)
    length, whole = round(4 * RATE), []
    for start in range(0, len(spoken), length):
        whole += [spoken[start : start + length], both(silence(rest))]
    return np.concatenate(whole)[: round(seconds * RATE)]


# --- The clips


def quiet():
    return at_loudness(voice(60), -36) + at_rms(room(60), -65)


def clipped():
    return np.clip(at_loudness(voice(60), -4), -1, 1)


def pauses():
    return talk(-28) + at_rms(room(65), -58)


def over_music():
    return at_loudness(voice(60), -24) + at_loudness(music(60), -34)


def steps():
    spoken = voice(75)
    third = len(spoken) // 3
    return np.concatenate(
        [at_loudness(spoken[index * third : (index + 1) * third], level) for index, level in enumerate((-26, -14, -26))])


def room_alone():
    return np.concatenate([both(silence(5)), at_rms(room(60), -42)])


def fan():
    """A quiet room in which a fan is switched on after 20 s."""
    noise = np.random.default_rng(1).standard_normal((round(40 * RATE), 1))
    blown = np.convolve(noise[:, 0], np.ones(8) / 8, mode="same")[:, None]
    return np.concatenate([at_rms(room(20), -65), at_rms(blown, -42)])


def claps():
    sound = talk(-24) + at_rms(room(65), -55)
    chance = np.random.default_rng(2)
    decay = np.exp(-np.arange(round(0.06 * RATE)) / (0.012 * RATE))[:, None]
    for start in np.arange(3, 64, 7.3):
        noise = chance.uniform(-1, 1, decay.shape) * decay
        place = round(start * RATE)
        sound[place : place + len(noise)] += both(noise)
    burst = chance.uniform(-0.5, 0.5, (round(0.5 * RATE), 1))
    sound[33 * RATE : 33 * RATE + len(burst)] += both(burst)
    return sound


def mono():
    spoken = at_loudness(voice(60), -25)
    return spoken[:, :1]


def surround():
    """Front left and right, centre, bass, surround left and right."""
    spoken, played = at_loudness(voice(60), -24)[:, :1], at_loudness(music(60), -30)[:, :1]
    return np.concatenate([played, played, spoken, silence(60), played / 2, played / 2], axis=1)


def film():
    scenes = [(voice, -34), (music, -12), (room, None), (voice, -30), (music, -18), (voice, -27)]
    return np.concatenate(
        [at_rms(make(12), -50) if level is None else at_loudness(make(12), level) for make, level in scenes])


def pauses_over_music():
    return talk(-24) + at_loudness(music(65), -38)


def step(before, after):
    spoken = voice(40)
    half = len(spoken) // 2
    return np.concatenate([at_loudness(spoken[:half], before), at_loudness(spoken[half:], after)])


CLIPS = {
    "01-quiet": Clip("a quiet voice, -36 LUFS", quiet),
    "02-clipped": Clip("a voice far too loud, clipped", clipped),
    "03-pauses": Clip("a voice with long pauses, in a room", pauses),
    "04-over-music": Clip("a voice 10 LU over music", over_music),
    "05-steps": Clip("a voice that is 12 LU louder for 25 s", steps),
    "06-room": Clip("silence, then a room and nobody in it", room_alone),
    "07-claps": Clip("a voice, claps and a burst", claps),
    "08-mono": Clip("one channel at 44.1 kHz and 16 bits", mono, rate=44_100, codec="pcm_s16le"),
    "09-surround": Clip("5.1: the voice in the centre", surround),
    "10-film": Clip("scenes from -34 to -12 LUFS", film),
    "11-pauses-over-music": Clip("a voice with pauses, over quiet music", pauses_over_music),
    "fan": Clip("a room in which a fan is switched on", fan),
    "louder": Clip("a voice that is 12 LU louder from 20 s on", lambda: step(-28, -16)),
    "quieter": Clip("a voice that is 12 LU quieter from 20 s on", lambda: step(-16, -28)),
}
