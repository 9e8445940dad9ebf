"""A long recording out of a short one: its segments again and again, with times and names that go on."""

import os
import re
import struct


def moved(segment, ticks):
    """A segment whose media are decoded so many ticks later: every tfdt (ISO 14496-12 8.8.12) is version 1 here."""
    data = bytearray(segment)
    place = 0
    while (place := data.find(b"tfdt", place)) >= 0:
        if data[place + 4] != 1:
            raise SystemExit("a segment whose times have 32 bits")
        (time,) = struct.unpack_from(">Q", data, place + 8)
        struct.pack_into(">Q", data, place + 8, time + ticks)
        place += 4
    return data


def lengthen(source, target, hours):
    """Writes a recording that lasts so long; returns how often it has the source's whole segments."""
    os.makedirs(target, exist_ok=True)
    with open(f"{source}/master.m3u8", encoding="utf-8") as file:
        master = file.read()
    with open(f"{target}/master.m3u8", "w", encoding="utf-8") as file:
        file.write(master)
    times = 0
    for name in sorted(os.listdir(source)):
        if os.path.exists(f"{source}/{name}/playlist.m3u8"):
            times = rendition(f"{source}/{name}", f"{target}/{name}", hours)
    return times


def rendition(source, target, hours):
    os.makedirs(target, exist_ok=True)
    with open(f"{source}/playlist.m3u8", encoding="utf-8") as file:
        text = file.read()
    head = text[: text.index("#EXTINF")]
    entries = re.findall(r"#EXTINF:([\d.]+),\n(\S+)\n", text)
    longest = max(float(duration) for duration, _ in entries)
    # The last one may be short, and can't be gone on from.
    whole = [entry for entry in entries if float(entry[0]) == longest]
    init = re.search(r'EXT-X-MAP:URI="([^"]+)"', text).group(1)
    run = init.split("-")[0]
    with open(f"{source}/{init}", "rb") as file, open(f"{target}/{init}", "wb") as copy:
        copy.write(file.read())
    scale = 30_000 if "/v" in target[target.rindex("/") :] else 48_000
    round_seconds = longest * len(whole)
    times = max(1, int(hours * 3600 / round_seconds))
    segments = []
    for _, name in whole:
        with open(f"{source}/{name}", "rb") as file:
            segments.append(file.read())
    lines = [head.rstrip("\n")]
    for number in range(times * len(whole)):
        again, index = divmod(number, len(whole))
        ticks = round(again * round_seconds * scale)
        with open(f"{target}/{run}-{number}.m4s", "wb") as file:
            file.write(moved(segments[index], ticks))
        lines += [f"#EXTINF:{longest:.6f},", f"{run}-{number}.m4s"]
    with open(f"{target}/playlist.m3u8", "w", encoding="utf-8") as file:
        file.write("\n".join(lines + ["#EXT-X-ENDLIST", ""]))
    return times
