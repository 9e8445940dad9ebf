"""People and products by chance: what nothing was tuned by."""

from .judge import mean
from .runs import follow

FULL, SHARE = 0.98, 0.94


def report(options, report, folder):
    from follow_footage import chance

    report.heading("By chance")
    rows, full, shares = [], [], []
    for seed in options.seed or [1]:
        for name, clip in chance.clips(seed).items():
            result = follow(options, name, clip, folder)
            (shares if clip.group == "hands" else full).append(result.contained if clip.group == "hands" else result.full)
            rows.append((
                name, f"{result.full:.3f}", f"{result.contained:.3f}", f"{result.outside:.2f}", f"{result.still:.2f}",
                result.moves, result.jumps))
    report.table(["clip", "full", "contained", "longest outside s", "still", "moves", "jumps"], rows)
    report.check("people: fully inside, mean", f"{mean(full):.3f}", f"≥ {FULL}", mean(full) >= FULL)
    report.line(f"\nWorst: {min(full):.3f}. Share of the product: mean {mean(shares):.2f}, worst {min(shares):.2f}.")
