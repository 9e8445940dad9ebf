"""People: who is inside, how the crop moves, how soon it begins."""

from .runs import follow

FULL = 0.98
DASH_OUTSIDE = 1.2
SPEED, ACCELERATION, JERK = 1.5, 3, 45
ROUNDING = 1.02
"""Differences of a path with six decimals are off by so much."""
STILL = {"walk": 0.65, "stop-and-go": 0.65}
STARTS = {"walk": 0.3, "slow": 1.2}


def report(options, report, folder):
    from follow_footage.clips import PEOPLE

    report.heading("People")
    rows, results = [], {}
    for name, clip in PEOPLE.items():
        result = results[name] = follow(options, name, clip, folder)
        rows.append((
            name, f"{result.full:.3f}", f"{result.contained:.3f}", f"{result.outside:.2f}", f"{result.still:.2f}",
            result.moves, result.jumps, f"{result.speed:.2f}", f"{result.acceleration:.2f}", f"{result.jerk:.1f}"))
    report.table(
        ["clip", "full", "contained", "longest outside s", "still", "moves", "jumps", "w/s", "w/s²", "w/s³"], rows)
    for name, result in results.items():
        if name == "dash":
            report.check(
                "dash: not fully inside", f"{result.outside:.2f} s", f"≤ {DASH_OUTSIDE} s", result.outside <= DASH_OUTSIDE)
        else:
            report.check(f"{name}: fully inside", f"{result.full:.3f}", f"≥ {FULL}", result.full >= FULL)
    calm = [name for name, clip in PEOPLE.items() if clip.is_calm]
    moves = sum(results[name].moves for name in calm)
    report.check(f"moves on {', '.join(calm)}", moves, "0", moves == 0)
    for name, least in STILL.items():
        report.check(f"{name}: still", f"{results[name].still:.2f}", f"≥ {least}", results[name].still >= least)
    for name, most in STARTS.items():
        start = results[name].start
        report.check(f"{name}: from walk to camera", f"{start:.2f} s", f"≤ {most} s", start <= most)
    speed, acceleration, jerk = (
        max(getattr(result, what) for result in results.values()) for what in ("speed", "acceleration", "jerk"))
    report.check("most speed", f"{speed:.2f} w/s", f"≤ {SPEED}", speed <= SPEED * ROUNDING)
    report.check(
        "most acceleration", f"{acceleration:.2f} w/s²", f"≤ {ACCELERATION}", acceleration <= ACCELERATION * ROUNDING)
    report.check("most jerk", f"{jerk:.1f} w/s³", f"≤ {JERK}", jerk <= JERK * ROUNDING)
    met = [is_met for result in results.values() for is_met in result.cuts_met]
    report.check("inside on a cut's own picture", f"{sum(met)} of {len(met)}", "all", all(met))
