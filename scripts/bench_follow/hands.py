"""Products in hands: how much of the product is in the crop."""

from .judge import judge, lines, mean
from .runs import follow

MEAN, LEAST = 0.94, 0.85


def report(options, report, folder):
    from follow_footage.clips import HANDS

    report.heading("Products in hands")
    rows, shares = [], []
    for name, clip in HANDS.items():
        result = follow(options, name, clip, folder)
        middle = [dict(tick, center=0.5) for tick in lines(f"{folder}/{name}.path.ndjson")]
        truth = lines(f"{options.footage}/{name}.truth.ndjson")
        static = judge(middle, truth, clip.scene, clip.needs)
        shares.append((name, result.contained))
        rows.append((name, f"{result.contained:.2f}", f"{static.contained:.2f}", result.moves, f"{result.still:.2f}"))
    report.table(["clip", "share of the product", "of a still crop", "moves", "still"], rows)
    average = mean([value for _, value in shares])
    worst, value = min(shares, key=lambda pair: pair[1])
    report.check("share of the product, mean", f"{average:.2f}", f"≥ {MEAN}", average >= MEAN)
    report.check(f"share of the product, worst: {worst}", f"{value:.2f}", f"≥ {LEAST}", value >= LEAST)
