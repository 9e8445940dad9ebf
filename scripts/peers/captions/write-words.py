"""Writes two minutes of captions, one every 1.5 s, whose words are their times: write-words.py FILE"""

import sys

STEP, LENGTH = 1.5, 1.2


def clock(seconds):
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("WEBVTT\n")
    for number in range(80):
        start = number * STEP
        file.write(f"\n{clock(start)} --> {clock(start + LENGTH)}\nsaid at {start}\n")
