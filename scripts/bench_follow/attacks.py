"""What isn't easy: told, without targets; docs/follow.md says what it means."""

from .runs import follow


def report(options, report, folder):
    from follow_footage.clips import ATTACKS

    report.heading("What isn't easy")
    rows = []
    for name, clip in ATTACKS.items():
        result = follow(options, name, clip, folder)
        rows.append((
            f"{name}: {clip.says}", f"{result.full:.3f}", f"{result.contained:.3f}", f"{result.outside:.2f}", result.moves,
            result.jumps))
    report.table(["clip", "full", "contained", "longest outside s", "moves", "jumps"], rows)
