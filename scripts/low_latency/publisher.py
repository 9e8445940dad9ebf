"""Publishes the clock with ffmpeg, each picture at its very time: publisher.py CLIP.flv URL

ffmpeg's own -re doesn't tell when it began. So this hands each FLV tag to `ffmpeg -i pipe:0 -c copy` when it is due, and ffmpeg
passes it on at once. Prints {"base": T}: picture n is due at T + n / 30, on the system's monotonic clock, which is
Chromium's performance.now() too but for an offset. At the end, on SIGTERM: {"late": …}, how late tags were handed over, in
milliseconds. That is the error of the whole method: it adds to what is measured, never takes away.
"""

import json
import signal
import subprocess
import sys
import time

from clock import FRAMES, SECONDS

VIDEO, AUDIO = 9, 8
# ffmpeg looks for what the streams hold before it passes on anything, for 5 s unless told otherwise.
FFMPEG = ["ffmpeg", "-v", "warning", "-fflags", "nobuffer", "-analyzeduration", "0", "-probesize", "2048", "-f", "flv",
          "-i", "pipe:0", "-c", "copy", "-f", "flv"]


def read_tags(path):
    """Returns the file's head, the tags that come once, and (milliseconds, tag) of the rest from the first picture on."""
    with open(path, "rb") as file:
        data = file.read()
    head, position = data[:13], 13
    once, tags, start = [], [], None
    while position + 11 <= len(data):
        kind, size = data[position], int.from_bytes(data[position + 1:position + 4], "big")
        # FLV 10.1, annex E.4.1: the timestamp's upper byte comes last.
        stamp = int.from_bytes(data[position + 7:position + 8] + data[position + 4:position + 7], "big")
        tag = data[position:position + 11 + size + 4]
        is_head = kind not in (VIDEO, AUDIO) or tag[12] == 0
        position += len(tag)
        if kind == VIDEO and not is_head and start is None:
            start = stamp
        if is_head:
            # The end of the sequence is a head too, but has no place in an endless one.
            if not tags and not (kind == VIDEO and tag[12] == 2):
                once.append(tag)
        elif not (kind == VIDEO and tag[12] == 2):
            tags.append((stamp, kind, tag))
    tags = sorted((tag for tag in tags if 0 <= tag[0] - start < SECONDS * 1000), key=lambda tag: tag[0])
    assert sum(kind == VIDEO for _, kind, _ in tags) == FRAMES, "not the whole clock"
    return head, once, [(stamp - start, tag) for stamp, _, tag in tags]


def stamped(tag, milliseconds):
    """The tag with another timestamp."""
    stamp = (milliseconds & 0xFFFFFFFF).to_bytes(4, "big")
    return tag[:4] + stamp[1:] + stamp[:1] + tag[8:]


def main():
    path, url = sys.argv[1:]
    head, once, tags = read_tags(path)
    ffmpeg = subprocess.Popen(FFMPEG + [url], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    late, is_on = [], True

    def stop(*_):
        nonlocal is_on
        is_on = False

    signal.signal(signal.SIGTERM, stop)
    pipe = ffmpeg.stdin
    pipe.write(head + b"".join(once))
    pipe.flush()
    base, turn = time.monotonic(), 0
    print(json.dumps({"base": base}), flush=True)
    try:
        while is_on:
            for stamp, tag in tags:
                due = base + turn * SECONDS + stamp / 1000
                wait = due - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                if not is_on:
                    break
                pipe.write(stamped(tag, turn * SECONDS * 1000 + stamp))
                pipe.flush()
                late.append(time.monotonic() - due)
            turn += 1
        pipe.close()
    except BrokenPipeError:
        pass
    try:
        status = ffmpeg.wait(timeout=5)
    except subprocess.TimeoutExpired:
        ffmpeg.kill()
        status = ffmpeg.wait()
    late.sort()
    milliseconds = {name: round(late[min(len(late) - 1, int(len(late) * share))] * 1000, 1)
                    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1))}
    print(json.dumps({"late": milliseconds, "ffmpeg": status}), flush=True)


if __name__ == "__main__":
    main()
