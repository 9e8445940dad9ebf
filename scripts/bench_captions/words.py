"""What is said in four languages, each sentence its own, and what became of it in a show's subtitle tracks."""

import os
import re

LANGUAGES = ["ja", "en", "ko", "es"]
SENTENCES = {
    "ja": "本日 限り の 価格 です どうぞ お早め に {} 番",
    "en": "This price is for today only so please be quick number {}",
    "ko": "오늘 만 이 가격 입니다 서둘러 주세요 모두 함께 {} 번",
    "es": "Este precio es solo por hoy así que dense prisa número {}",
}


def sentence(language, number):
    """Its words, of which the language's caption of that number has as many as have come."""
    return SENTENCES[language].format(number).split(" ")


def text(language, words):
    return ("" if language == "ja" else " ").join(words)


def said(folder, language):
    """The cues of a language's track, as webvtt-py reads them: a list of (start, end, text) in seconds, without those that a segment repeats."""
    import webvtt
    track = os.path.join(folder, f"captions-{language}")
    with open(os.path.join(track, "playlist.m3u8"), encoding="utf-8") as file:
        segments = re.findall(r"^(?!#)\S+\.vtt$", file.read(), re.MULTILINE)
    cues = {}
    for segment in segments:
        for cue in webvtt.read(os.path.join(track, segment)):
            cues[cue.identifier] = (seconds(cue.start), seconds(cue.end), cue.text)
    return sorted(cues.values())


def seconds(time):
    """Of `00:00:01.500`: webvtt-py's own numbers are whole seconds."""
    hours, minutes, rest = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)
