"""Sources whose pictures flash and whose sound beeps at the same instants, so that both can be found again."""

import os
import subprocess


def run(words, **more):
    """Runs a command that must succeed, for a minute at most; returns what it says."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, **more)
    assert done.returncode == 0, f"{' '.join(words[:3])} …: status {done.returncode}\n{done.stderr[-2000:]}"
    return done.stdout


def source(folder, name="clip.flv", *, size="640x360", rate=30, seconds=8, codec=None, sound=None):
    """A clip that flashes and beeps for 0.1 s at 1 s, 3 s, 5 s …; made once. Returns its path."""
    path = os.path.join(folder, name)
    if os.path.exists(path):
        return path
    codec = codec or ["-c:v", "libx264", "-preset", "veryfast", "-bf", "2"]
    beat = "lt(mod(t+1,2),0.1)"
    run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}",
         "-f", "lavfi", "-i", f"aevalsrc='0.8*sin(2*PI*1000*t)*{beat}':s=48000:d={seconds}",
         "-vf", f"drawbox=color=white:t=fill:enable='{beat}'", *codec, "-g", str(rate), "-pix_fmt", "yuv420p",
         *(sound or ["-c:a", "aac"]), "-ac", "2", "-b:a", "128k", path + ".part." + name.rsplit(".", 1)[1]])
    os.rename(path + ".part." + name.rsplit(".", 1)[1], path)
    return path


def digest(path):
    """FFmpeg's digest of each track's packets, as they are."""
    return run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-map", "0:a", "-c", "copy", "-f", "streamhash", "-"])
