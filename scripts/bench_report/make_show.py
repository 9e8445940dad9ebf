#!/usr/bin/env python3
"""Makes the folder of a show of three hours, as `live --record` leaves it but for its media: a million hearts, each a line of its own, 20,000 comments, products,
polls, coupons, and the broadcast's record. The same seed gives the same show.

    make_show.py FOLDER
"""
import datetime
import json
import math
import os
import random
import sys

HOURS, HEARTS, COMMENTS, SEED = 3, 1_000_000, 20_000, 7
SEGMENT = 1.6
START = 1_790_000_000_000
WORDS = "かわいい 欲しい 値段は? サイズ教えて こんばんは すごい 買いました lovely how much where from size? おすすめは 在庫ある? 😍 👍 <b>bold</b> =SUM(A1:A9) 初見です".split()
NAMES = "みき ゆうた さくら Ann Bo れい ひな Tom & Co <script>alert(1)</script> Kenji ミナ".split(" ")


def clock(milliseconds):
    instant = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def playlists(folder, seconds):
    rendition = f"{folder}/v720x1280"
    os.makedirs(rendition, exist_ok=True)
    with open(f"{folder}/master.m3u8", "w") as file:
        file.write(
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=3000000,"
            'CODECS="avc1.64001f",RESOLUTION=720x1280,FRAME-RATE=30.000\nv720x1280/playlist.m3u8\n'
        )
    with open(f"{rendition}/playlist.m3u8", "w") as file:
        file.write(
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MEDIA-SEQUENCE:0\n"
            f'#EXT-X-PROGRAM-DATE-TIME:{clock(START)}\n#EXT-X-MAP:URI="bench-init.mp4"\n'
        )
        for number in range(int(seconds / SEGMENT)):
            file.write(f"#EXTINF:{SEGMENT},\nbench-{number}.m4s\n")
        file.write("#EXT-X-ENDLIST\n")


def heart_times(chance, seconds):
    """Most come in waves: one about every ten minutes."""
    waves = [(chance.uniform(60, seconds - 60), chance.uniform(8, 40)) for _ in range(int(seconds / 600))]
    for _ in range(HEARTS):
        if chance.random() < 0.35:
            middle, width = chance.choice(waves)
            yield min(max(chance.gauss(middle, width), 0), seconds - 1)
        else:
            yield chance.uniform(0, seconds - 1)


def events(chance, seconds):
    lines = [(at, '"type":"hearts","count":1') for at in heart_times(chance, seconds)]

    def add(at, **members):
        lines.append((at, json.dumps(members, ensure_ascii=False)[1:-1]))

    for number in range(COMMENTS):
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 6)))
        add(chance.uniform(0, seconds - 1), type="comment", id=f"c-{number}", author=chance.choice(NAMES), text=text)
    for number in range(200):
        add(seconds - 1 - number / 1000, type="comment", id=f"c-{number * 90}", action="remove")
    for number in range(60):
        product = {
            "id": f"p-{number % 40}", "name": f"真空タンブラー {number % 40 + 1}号 <new>", "price": 1980 + 10 * number,
            "currency": "JPY", "url": "https://shop.example/p",
        }
        add(number * seconds / 60 + 5, type="price", product=product)
    for number in range(12):
        at = (number + 0.5) * seconds / 12
        add(at, type="poll", id=f"q-{number}", question=f"次はどれ? {number + 1}", options=["白", "黒", "赤 & 青"], duration=60)
        for _ in range(500):
            add(at + chance.uniform(0.1, 59), type="poll", action="vote", option=chance.randint(1, 3), count=chance.randint(1, 5))
        add(at + 100, type="coupon", code=f"LIVE{number}", condition="10 % off")
        add(at + 300, type="coupon", action="hide")
    lines.sort(key=lambda line: line[0])
    return lines


def record(chance, seconds):
    yield {"at": 0, "type": "begin", "version": 1, "time": START}
    yield {"at": 0, "type": "source", "state": "live"}
    watched = sent = 0
    for step in range(1, int(seconds / 10)):
        at = step * 10
        watching = int(1500 * math.sin(math.pi * at / seconds) + 200 + chance.uniform(-30, 30))
        watched += watching * 10
        sent += watching * 3_000_000
        yield {
            "at": at, "type": "audience",
            "audience": {
                "watching": watching, "viewers": int(9000 * at / seconds), "watchedSeconds": watched, "sentBytes": sent,
                "players": {
                    "sessions": int(4000 * at / seconds), "starvedSessions": int(180 * at / seconds),
                    "starvedRequests": int(420 * at / seconds), "sessionSeconds": watched / 2, "starts": int(3900 * at / seconds),
                    "startMedian": 1.4, "startNinetyFifth": 3.2, "throughputMedian": 11_200_000, "unlistedRequests": 0,
                },
            },
        }
    for at, state, cause in ((2000, "frozen", None), (2002, "slate", "nothingComes"), (2031, "live", None)):
        yield {"at": at, "type": "source", "state": state} | ({"cause": cause} if cause else {})
    for at, step in ((5000, "encode-cheaply"), (5060, "none")):
        yield {"at": at, "type": "overload", "state": step}
    yield {"at": seconds, "type": "end"}


def main():
    folder, seconds, chance = sys.argv[1], HOURS * 3600, random.Random(SEED)
    playlists(folder, seconds)
    with open(f"{folder}/events.ndjson", "w") as file:
        for at, members in events(chance, seconds):
            file.write(f'{{"at":{at:.6f},{members}}}\n')
    with open(f"{folder}/record.ndjson", "w") as file:
        for line in sorted(record(chance, seconds), key=lambda line: line["at"]):
            file.write(json.dumps(line) + "\n")


main()
