"""Clips by chance: footage that nothing was tuned by. The same seed makes the same clips."""

import random

from .clips import Clip
from .paths import steps
from .products import Product
from .scene import Person, Scene

PEOPLE, HANDS = 8, 4
"""Clips of each seed."""


def clips(seed):
    """The clips of a seed, by their names."""
    dice = random.Random(seed)
    people = {f"chance-{seed}-person-{number}": Clip(person(dice), "person", "by chance") for number in range(PEOPLE)}
    return people | {f"chance-{seed}-hand-{number}": Clip(hand(dice), "hands", "by chance") for number in range(HANDS)}


def person(dice):
    """Somebody near or far away who goes to and fro, slowly or quickly, in any light."""
    duration, time, place = 10, dice.uniform(0.8, 2.5), dice.uniform(0.2, 0.8)
    points = [(time, place)]
    while time < duration - 1:
        goal = dice.uniform(0.2, 0.8)
        time += abs(goal - place) / dice.uniform(0.06, 0.4)
        points.append((time, goal))
        time, place = time + dice.uniform(0.8, 2.5), goal
        points.append((time, place))
    light = f"eq=brightness={dice.uniform(-0.2, 0.1):.3f}:contrast={dice.uniform(0.75, 1.1):.3f}"
    return Scene(
        duration, (Person(steps(*points), dice.uniform(0.4, 1)),), dice.choice(("forest", "room")),
        noise=dice.randint(2, 12), filters=light)


def hand(dice):
    """A product in a hand, from either side, nearer or further away."""
    return Product(
        dice.choice(("cup", "box")), dice.choice(("pan", "left", "right")), dice.uniform(0.8, 1.2), dice.random() < 0.5)
