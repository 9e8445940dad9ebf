"""The clock: a clip whose pictures carry their number in a row of black and white blocks.

A block is 24 by 36 of 720x1280 pixels, so it survives scaling to 360x640 and any bit rate. The row lies where no layer of
presets/flash-sale.yaml draws: below its cards, above its comments, beside its hearts.
"""

import os
import subprocess

WIDTH, HEIGHT, FRAME_RATE = 720, 1280, 30
# 1500 AAC frames at 48 kHz: the clip can be repeated without a gap in either track.
FRAMES = 960
SECONDS = FRAMES // FRAME_RATE

NUMBER_BITS, CHECK_BITS = 10, 6
# One white and one black block say what is what.
BLOCKS = 2 + NUMBER_BITS + CHECK_BITS
BLOCK_WIDTH, BLOCK_HEIGHT = 24, 36
LEFT, TOP = 36, 552


def area():
    """Of the row, as shares of the picture: left, top, width, height."""
    return LEFT / WIDTH, TOP / HEIGHT, BLOCKS * BLOCK_WIDTH / WIDTH, BLOCK_HEIGHT / HEIGHT


def check(number):
    """Six bits that tell a misread number."""
    return (number * 37 + 11) % 61


def blocks(number):
    """The row's brightness, one byte a block."""
    bits = [1, 0]
    bits += [number >> bit & 1 for bit in reversed(range(NUMBER_BITS))]
    bits += [check(number) >> bit & 1 for bit in reversed(range(CHECK_BITS))]
    return bytes(225 if bit else 30 for bit in bits)


def make_clip(folder, footage, noise=0, size=(WIDTH, HEIGHT), bit_rate="3M", is_wide=False):
    """Encodes the clip as FLV, a key picture a second and no B pictures, as phones send; returns its path.

    noise: 0 to 100; gives an encoder enough to do to use its whole bit rate.
    is_wide: it lies in the middle of a landscape picture of 1280x720, whatever the size.
    """
    rows = os.path.join(folder, "clock.gray")
    with open(rows, "wb") as file:
        for number in range(FRAMES):
            file.write(blocks(number))
    size, shape = ((1280, 720), "pad=2276:ih:-1:0,scale=1280:720") if is_wide else (size, f"scale={size[0]}:{size[1]}")
    path = os.path.join(folder, f"clock-{size[0]}x{size[1]}-{noise}.flv")
    grain = f",noise=alls={noise}:allf=t" if noise else ""
    graph = (
        f"[0:v]fps={FRAME_RATE},scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=increase,crop={WIDTH}:{HEIGHT}{grain}[p];"
        f"[1:v]scale={BLOCKS * BLOCK_WIDTH}:{BLOCK_HEIGHT}:flags=neighbor,format=yuv420p[c];"
        f"[p][c]overlay={LEFT}:{TOP}:shortest=1,{shape},format=yuv420p[v]")
    pictures = path + ".mkv"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", footage,
         "-f", "rawvideo", "-pixel_format", "gray", "-video_size", f"{BLOCKS}x1", "-framerate", str(FRAME_RATE), "-i", rows,
         "-filter_complex", graph, "-map", "[v]", "-frames:v", str(FRAMES),
         "-c:v", "libx264", "-preset", "veryfast", "-g", str(FRAME_RATE), "-bf", "0", "-b:v", bit_rate, pictures],
        stdin=subprocess.DEVNULL, check=True)
    # By itself: with its last picture ffmpeg ends the sound as well, wherever that is, and whoever publishes the clip again and again
    # with ffmpeg has it hold back the pictures that have no sound yet, for half a second.
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", pictures, "-f", "lavfi", "-i", "sine=440:beep_factor=2:sample_rate=48000",
         "-map", "0:v", "-map", "1:a", "-t", str(SECONDS), "-c:v", "copy", "-c:a", "aac", "-b:a", "128k", path],
        stdin=subprocess.DEVNULL, check=True)
    os.remove(pictures)
    return path


def read_numbers(media, size):
    """The numbers of an MP4's pictures, which have this size; `None` for one that can't be read."""
    graph = (f"scale={WIDTH}:{HEIGHT},crop={BLOCKS * BLOCK_WIDTH}:{BLOCK_HEIGHT}:{LEFT}:{TOP},"
             f"scale={BLOCKS}:1:flags=area,format=gray")
    pixels = subprocess.run(["ffmpeg", "-v", "error", "-i", "pipe:0", "-vf", graph, "-vsync", "passthrough", "-f", "rawvideo",
                             "pipe:1"], input=media, capture_output=True, check=True).stdout
    numbers = []
    for start in range(0, len(pixels), BLOCKS):
        bits = "".join("1" if level > 128 else "0" for level in pixels[start:start + BLOCKS])
        number = int(bits[2:2 + NUMBER_BITS], 2)
        good = bits.startswith("10") and int(bits[2 + NUMBER_BITS:], 2) == check(number)
        numbers.append(number if good else None)
    return numbers
