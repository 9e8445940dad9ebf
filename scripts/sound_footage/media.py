"""Sound as arrays of floats, one row for each sample at 48 kHz and one column for each channel."""

import os
import re
import subprocess

import numpy as np

RATE = 48_000
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Failure(Exception):
    """What stands against it, in words for whoever asked."""


def run(words, **more):
    try:
        done = subprocess.run(words, capture_output=True, check=False, **more)
    except FileNotFoundError:
        raise Failure(f"{words[0]} isn't there; install it: scripts/install-packages {words[0]}") from None
    if done.returncode != 0:
        raise Failure(f"{' '.join(words)}: {done.stderr.decode(errors='replace').strip()[-500:]}")
    return done


def read(path, start=0.0, end=None):
    """A file's sound as one channel."""
    if not os.path.exists(path):
        raise Failure(f"{path} isn't there")
    span = ["-ss", str(start)] + (["-to", str(end)] if end is not None else [])
    words = ["ffmpeg", "-v", "error", "-nostdin", *span, "-i", path, "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    return np.frombuffer(run(words).stdout, dtype="<f4").astype(np.float64)[:, None]


def write(path, sound, rate=RATE, codec="pcm_f32le"):
    """Whole or not at all."""
    part = f"{path}.part.wav"
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "f32le", "-ar", str(RATE), "-ac", str(sound.shape[1])]
    run(words + ["-i", "-", "-ar", str(rate), "-c:a", codec, part], input=sound.astype("<f4").tobytes())
    os.replace(part, path)


def loudness(sound):
    """In LUFS, gated, by FFmpeg."""
    words = ["ffmpeg", "-v", "info", "-nostdin", "-f", "f32le", "-ar", str(RATE), "-ac", str(sound.shape[1]), "-i", "-"]
    words += ["-af", "ebur128=framelog=verbose", "-f", "null", "-"]
    text = run(words, input=sound.astype("<f4").tobytes()).stderr.decode(errors="replace")
    return float(re.findall(r"^\s+I:\s+(\S+) LUFS", text, re.MULTILINE)[-1])


def gain(sound, decibels):
    return sound * 10 ** (decibels / 20)


def at_loudness(sound, target):
    """Stereo that has a loudness: both channels play what has one."""
    stereo = both(sound)
    return gain(stereo, target - loudness(stereo))


def at_rms(sound, target):
    return both(gain(sound, target - 20 * np.log10(np.sqrt(np.mean(sound**2)))))


def both(sound):
    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound


def silence(seconds):
    return np.zeros((round(seconds * RATE), 1))


def loop(sound, seconds, fade=0.5):
    """Repeats a sound over so long, each time faded into the next."""
    wanted, overlap = round(seconds * RATE), round(min(fade, len(sound) / RATE / 3) * RATE)
    rising = np.linspace(0, 1, overlap)[:, None]
    result = sound
    while len(result) < wanted:
        seam = result[-overlap:] * (1 - rising) + sound[:overlap] * rising
        result = np.concatenate([result[:-overlap], seam, sound[overlap:]])
    return result[:wanted]


def repeat(sound, seconds):
    count = round(seconds * RATE)
    return np.tile(sound, (-(-count // len(sound)), 1))[:count]
