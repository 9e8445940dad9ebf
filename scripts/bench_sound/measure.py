"""Loudness and peaks by tools that others wrote: FFmpeg's `ebur128`, libebur128, and pyloudnorm where it is installed."""

import ctypes
import re
from typing import NamedTuple

import numpy as np

from sound_footage.media import RATE, Failure, run

try:
    import pyloudnorm
except ImportError:
    pyloudnorm = None

# As the program mixes them: one channel plays on both sides as it is, 5.1 so that no sum can clip.
MIXES = {
    "08-mono": ["-af", "aresample=48000,pan=stereo|c0=c0|c1=c0"],
    "09-surround": ["-af", "pan=stereo|c0=0.414*c0+0.293*c2+0.293*c4|c1=0.414*c1+0.293*c2+0.293*c5"],
}


class Measured(NamedTuple):
    integrated: float
    """LUFS."""
    range: float
    """LU."""
    peak: float
    """dBTP."""


def of(path, start=0.0, raw=False):
    """What FFmpeg says of a file's sound from a second on."""
    form = ["-f", "f32le", "-ar", str(RATE), "-ac", "2"] if raw else []
    words = ["ffmpeg", "-nostdin", "-hide_banner", *form, "-ss", str(start), "-i", path, "-map", "0:a:0"]
    text = run(words + ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]).stderr.decode(errors="replace")

    def figure(word, unit):
        return float(re.findall(rf"^\s+{word}:\s+(\S+) {unit}", text, re.MULTILINE)[-1])

    return Measured(figure("I", "LUFS"), figure("LRA", "LU"), figure("Peak", "dBFS"))


def true_peak(path):
    """The highest of raw sound by libebur128, four times oversampled, in dBTP."""
    try:
        library = ctypes.CDLL("libebur128.so.1")
    except OSError:
        raise Failure("libebur128 isn't there; install it: scripts/install-packages libebur128-1") from None
    library.ebur128_init.restype = ctypes.c_void_p
    library.ebur128_init.argtypes = [ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
    library.ebur128_add_frames_float.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    library.ebur128_true_peak.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.POINTER(ctypes.c_double)]
    sound = np.fromfile(path, dtype="<f4")
    state = ctypes.c_void_p(library.ebur128_init(2, RATE, 1 << 5 | 1 << 4 | 1))
    library.ebur128_add_frames_float(state, sound.ctypes.data, len(sound) // 2)
    highest = 1e-9
    for channel in (0, 1):
        peak = ctypes.c_double()
        library.ebur128_true_peak(state, channel, ctypes.byref(peak))
        highest = max(highest, peak.value)
    library.ebur128_destroy(ctypes.byref(state))
    return 20 * float(np.log10(highest))


def by_pyloudnorm(path, start=0.0):
    """Integrated loudness by pyloudnorm; `None` if it isn't there."""
    if pyloudnorm is None:
        return None
    sound = np.fromfile(path, dtype="<f4").reshape(-1, 2)[round(start * RATE) :]
    return float(pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64)))


def decode(path, output, name=""):
    """A clip as the program hears it: raw stereo at 48 kHz."""
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", path, *MIXES.get(name, []), "-f", "f32le", "-ac", "2"]
    run([*words, "-ar", str(RATE), output])


def encode(raw, output, rate):
    """AAC of a bit rate, by the encoder that the program uses."""
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", raw]
    run([*words, "-c:a", "aac", "-b:a", rate, output])


def rms(raw, start, end):
    """Of the left channel between two seconds, in dB."""
    sound = np.fromfile(raw, dtype="<f4").reshape(-1, 2)[round(start * RATE) : round(end * RATE), 0]
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2)) + 1e-12))
