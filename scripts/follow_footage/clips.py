"""All the clips, by name."""

from dataclasses import dataclass

from .paths import Path, steps, still, sway
from .products import Product
from .scene import Person, Scene


@dataclass(frozen=True)
class Clip:
    scene: object
    group: str
    """person: figures are asked of it. hands: its product counts. attack: what happens is told in docs/follow.md. live: it is broadcast."""
    says: str
    """What it shows."""
    needs: str = "all"
    """Whether all of the subjects are to be in the crop, or any."""
    is_calm: bool = False
    """Whether a crop that moves at all is wrong."""


def walk(seconds, *, start=3, first=0.2, last=0.8):
    return steps((start, first), (start + seconds, last))


def there_and_back(first=0.25, last=0.75):
    return steps((2, first), (4, last), (5.5, last), (7.5, first))


def poster(x, height, bottom, **more):
    """A picture of somebody on the wall."""
    frame = "drawbox=t=14:color=white"
    return Person(still(x), height, still(bottom), frame, is_subject=False, is_whole=True, **more)


STOP_AND_GO = steps(
    (2, 0.26), (2.8, 0.42), (4.8, 0.42), (5.6, 0.58), (7.6, 0.58), (8.4, 0.74))
CUT = Path(((0, 0.25), (2.9833, 0.25), (2.9833, 0.76), (5.9833, 0.76), (5.9833, 0.3)))
SELLER = Person(sway(0.64, 0.012, 0.3))

PEOPLE = {
    "still": Clip(Scene(8, (Person(still(0.62)),)), "person", "a person who stands right of the middle", is_calm=True),
    "sway": Clip(Scene(10, (Person(sway(0.45, 0.02, 0.35)),)), "person", "a person who sways", is_calm=True),
    "slow": Clip(Scene(11, (Person(walk(6, first=0.25, last=0.75)),)), "person", "a slow walk across half the picture"),
    "walk": Clip(Scene(8, (Person(walk(1.8)),)), "person", "a walk of a third of the picture a second"),
    "dash": Clip(Scene(8, (Person(walk(0.7)),)), "person", "a dash of most of the picture in 0.7 s"),
    "stop-and-go": Clip(Scene(11, (Person(STOP_AND_GO),)), "person", "three steps with pauses"),
    "lost": Clip(Scene(9, (Person(still(0.7), hidden=(4, 5.5)),)), "person", "gone for 1.5 s, at one place", is_calm=True),
    "wide": Clip(Scene(8, (Person(walk(3), 157 / 720),)), "person", "far away: a face of 4 % of the picture's height"),
    "two": Clip(
        Scene(10, (Person(sway(0.2, 0.015, 0.8)), Person(still(0.75)))), "person", "two people too far apart for one crop",
        needs="any"),
    "pair": Clip(
        Scene(8, (Person(still(0.55), 0.6), Person(still(0.71), 0.6))), "person", "two people who fit into one crop"),
    "cut": Clip(Scene(9, (Person(CUT),), cuts=(3, 6)), "person", "two cuts, and the person is elsewhere after each"),
}

HANDS = {
    f"{clip}-{form}": Clip(Product(clip, form), "hands", {
        "pan": f"{clip}.mp4 in a room that the camera pans over", "left": f"{clip}.mp4 at the left of a still room",
        "right": f"{clip}.mp4 at the right of a still room"}[form])
    for clip in ("cup", "box") for form in ("pan", "left", "right")
}

WHITE = "drawbox=color=white@0.9:t=fill:enable='{}'"
DARK_ROOM = "eq=brightness=-0.28:contrast=0.7:saturation=0.6,noise=alls=16:allf=t"
DARK_SKIN = "curves=all='0/0 0.35/0.12 0.7/0.34 1/0.62'"
DIM = "eq=brightness=-0.12:contrast=0.85:saturation=0.8"
LENS = "drawbox=color=0x3a1d14:t=fill:enable='between(t,3,4)+between(t,6,6.5)'"

ATTACKS = {
    "poster": Clip(
        Scene(9, (poster(0.14, 0.36, 0.46), poster(0.3, 0.36, 0.46), SELLER), "room"), "attack",
        "two faces on posters behind the seller"),
    "mannequin": Clip(
        Scene(9, (
            Person(still(0.18), filters="hue=s=0.15", is_subject=False), Person(there_and_back(0.5, 0.8))), "room"),
        "attack", "a mannequin as large as the seller, who walks"),
    "box-face": Clip(
        Scene(9, (SELLER, Person(
            sway(0.36, 0.03, 0.4), 0.32, sway(0.9, 0.03, 0.5), "drawbox=t=30:color=0xd03030", is_subject=False,
            is_whole=True)), "room"), "attack", "a face on a box that is held up"),
    "screen": Clip(
        Scene(9, (Person(
            sway(0.2, 0.02, 0.7), 0.5, still(0.6), "eq=brightness=0.1,drawbox=t=24:color=0x101010", is_subject=False,
            is_whole=True), SELLER), "room"), "attack", "a screen with a face that moves"),
    "large-screen": Clip(
        Scene(9, (Person(
            sway(0.25, 0.02, 0.7), 0.85, still(0.95), "eq=brightness=0.1,drawbox=t=24:color=0x101010", is_subject=False,
            is_whole=True), Person(sway(0.74, 0.012, 0.3), 0.55)), "room"), "attack",
        "a screen whose face is larger than the seller's"),
    "mirror": Clip(
        Scene(9, (Person(sway(0.22, 0.02, 0.3), 0.62, still(0.9), "hflip", is_subject=False), SELLER), "room"), "attack",
        "a mirror"),
    "cap": Clip(
        Scene(9, (Person(there_and_back(), filters="drawbox=x=92:y=14:w=150:h=98:color=0x202040:t=fill"),), "room"),
        "attack", "a cap that hides the eyes"),
    "mask": Clip(
        Scene(9, (Person(there_and_back(), filters="drawbox=x=124:y=124:w=82:h=58:color=0xbfe0ea:t=fill"),), "room"),
        "attack", "a mask over mouth and nose"),
    "dark-skin": Clip(
        Scene(9, (Person(there_and_back(), filters=DARK_SKIN),), "room", filters=DIM), "attack",
        "dark skin in a dim room"),
    "dark-room": Clip(Scene(9, (Person(there_and_back()),), "room", filters=DARK_ROOM), "attack", "a dark room"),
    "backlight": Clip(
        Scene(9, (Person(there_and_back(), filters="eq=brightness=-0.22:contrast=0.6:saturation=0.6"),), "room",
              filters="curves=all='0/0 0.3/0.25 0.55/0.95 1/1'"), "attack", "strong light from behind"),
    "child": Clip(
        Scene(9, (Person(sway(0.66, 0.01, 0.3)), Person(sway(0.52, 0.015, 0.5), 0.45)), "room"), "attack",
        "an adult and a child"),
    "lens": Clip(Scene(9, (SELLER,), "room", filters=LENS), "attack", "a hand covers the lens, twice", is_calm=True),
    "flash": Clip(
        Scene(9, (SELLER,), "room", filters=WHITE.format("between(mod(t,2),1,1.05)")), "attack",
        "a flash every two seconds", is_calm=True),
    "lamp": Clip(
        Scene(9, (SELLER,), "room", filters="eq=brightness=0.2:contrast=1.1:enable='between(t,3,6)'"), "attack",
        "a lamp that is switched on and off", is_calm=True),
    "shake": Clip(
        Scene(9, (Person(there_and_back()),), "room", camera=(sway(0, 0.012, 1.7), sway(0, 0.015, 2.3))), "attack",
        "a camera in a shaking hand"),
    "zoom": Clip(
        Scene(9, (Person(still(0.58)),), "room", zoom=steps((1, 1), (8, 1.6))), "attack", "a camera that zooms in slowly"),
    "10-fps": Clip(Scene(9, (Person(there_and_back()),), "room", rate=10), "attack", "ten pictures a second"),
    "4k": Clip(Scene(5, (Person(walk(1.8, start=1.5)),), "room", size=(3840, 2160)), "attack", "3840×2160"),
    "240p": Clip(Scene(9, (Person(there_and_back()),), "room", size=(426, 240)), "attack", "426×240"),
    "anamorphic": Clip(
        Scene(9, (Person(there_and_back()),), "room", coded_size=(960, 720)), "attack", "960×720 with wide pixels"),
    "portrait": Clip(
        Scene(6, (Person(sway(0.45, 0.1, 0.3), 0.5),), "room", size=(720, 1280)), "attack", "9:16 already"),
    "barely-wider": Clip(
        Scene(9, (Person(sway(0.5, 0.14, 0.15), 0.5),), "room", size=(480, 720)), "attack", "2:3, barely wider than 9:16"),
    "taller": Clip(
        Scene(9, (Person(still(0.5), 0.4, steps((2, 0.45), (5, 0.95))),), "room", size=(540, 1260)), "attack",
        "9:21, taller than 9:16: somebody sits down"),
    "nobody": Clip(Scene(6, (), "room"), "attack", "nothing but a room", is_calm=True),
}

SELLER_WALKS = steps((1.5, 0.3), (2.6, 0.66), (5.2, 0.66), (6.6, 0.4))
SAMPLES = {
    "seller": Clip(
        Scene(8, (Person(SELLER_WALKS),), "room", noise=0, has_music=True), "sample", "samples/seller.mp4: a seller who walks"),
}

RESTLESS = {
    "restless": Clip(
        Scene(20, (Person(sway(0.5, 0.3, 0.1)),), "room", has_music=True), "live",
        "somebody who never stands still, for broadcasts"),
}

CLIPS = PEOPLE | HANDS | ATTACKS | SAMPLES | RESTLESS
