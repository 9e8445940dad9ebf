"""How many visitors the page bears, what it costs those who watch, and what comes of cheating."""

import os
import sys

from low_latency import clock

from .stage import BIT_RATE, SIZE, Stage

# As docs/page.md has them: of a visitor and of an address, in a second, and at once.
VISITOR_HEARTS, VISITOR_BURST = 10, 20
ADDRESS_HEARTS, ADDRESS_BURST, ADDRESS_VOTES = 2_000, 4_000, 200
SLOWEST = 50
# In cores: where strangers take more, what is missed is void.
MOST_OF_OTHERS = 0.2
# What a million strangers may leave behind, in bytes.
MOST_LEFT = 120e6
SECRET = {"TATECAST_VIEWER_SECRET": "bench-page"}
# Of those who watch: how much later a part may come, p99, and what is too little to matter on a machine that is never quite still.
MOST_MORE, NOISE = 1.2, 3.0


def clip(options, folder):
    """Noise on the pictures, so that the encoder uses its whole bit rate."""
    return clock.make_clip(folder, options.clip, noise=30, size=SIZE, bit_rate="4M")


def tell(report, result, own, others, stage):
    """What a crowd has met; returns the hearts that were answered to count, and those that the program has counted."""
    rows = []
    for kind, told in result["kinds"].items():
        times = told["milliseconds"]
        statuses = ", ".join(f"{count} × {status}" for status, count in sorted(told["statuses"].items()))
        rows.append([kind, statuses, told["hearts"], told["mostHearts"], told["votes"], *(
            "–" if value is None else f"{value:.1f}" for value in times.values())])
    report.table(["who", "answers", "hearts that count", "most of one", "votes that count", "p50 ms", "p95", "p99", "max"], rows)
    counted = stage.counted("tatecast_audience_hearts_total")
    late = result["kinds"].get("visitors", {}).get("sentLateP99")
    report.line(f"The program took {own:.2f} of its core; the crowd's client {result['cores']:.2f} of the other, and sent 99 of 100 "
                f"requests at most {late} ms late; strangers took {others:.2f} cores.\n")
    return sum(told["hearts"] for told in result["kinds"].values()), counted


def check_ticks(report, what, summary, others):
    report.judge(f"{what}: late ticks", f"{summary['lateTicks']} of {summary['ticks']}", "0", summary["lateTicks"] == 0,
                 others > MOST_OF_OTHERS)


def measure_crowd(options, report, folder, _):
    stage = Stage(options, folder, clip(options, folder), "crowd")
    try:
        (result,), own, others = stage.run(stage.crowd(visitors=options.visitors, seconds=options.seconds))
        report.heading(f"{options.visitors} visitors with 5 hearts in a request each second, for {options.seconds} s")
        answered, counted = tell(report, result, own, others, stage)
    finally:
        summary = stage.finish()
    told = result["kinds"]["visitors"]
    p99, sent = told["milliseconds"]["p99"], told["requests"]
    report.judge("answers, p99", f"{p99:.1f} ms", f"≤ {SLOWEST} ms", p99 <= SLOWEST, others > MOST_OF_OTHERS)
    report.check("answers with 200", f"{told['statuses'].get('200', 0)} of {sent}", "all", told["statuses"] == {"200": sent})
    report.check("hearts that count, answered and counted", f"{answered}, {counted}", f"{5 * sent}, the same",
                 answered == counted == 5 * sent)
    check_ticks(report, "a crowd", summary, others)


def measure_watchers(options, report, folder, _):
    """The same viewers, alone and while as many visitors tap."""
    stage = Stage(options, folder, clip(options, folder), "watch")
    watching = [options.origin_bench, stage.live.play_url, "--pid", stage.live.pid, "--json", "--viewers", options.watchers,
                "--seconds", options.seconds, "--join", 8]
    try:
        with stage.hearts(options.watchers * 5):
            (without,), _, others_without = stage.run(watching)
        # Who taps comes while the viewers join, and goes on until they have gone.
        (beside, crowd), own, others = stage.run(
            watching, stage.crowd(visitors=options.watchers, join=5, seconds=options.seconds + 4))
        report.heading(f"{options.watchers} viewers for {options.seconds} s, alone and while as many tap")
        report.table(["", "parts", "p50 ms", "p95", "p99", "max", "errors", "of the program's core", "others' cores"], [
            [name, told["parts"]["count"], *(f"{told['parts'][key]:.1f}" for key in ("p50", "p95", "p99", "max")),
             sum(told["errors"].values()), f"{told['serverCores']:.2f}", f"{load:.2f}"]
            for name, told, load in (("alone", without, others_without), ("while as many tap", beside, others))])
        tell(report, crowd, own, others, stage)
    finally:
        summary = stage.finish()
    first, second = without["parts"]["p99"], beside["parts"]["p99"]
    limit = max(first * MOST_MORE, first + NOISE)
    report.judge("a part's answer while viewers tap, p99", f"{second:.1f} ms, {first:.1f} without", f"≤ {limit:.1f} ms",
                 second <= limit, max(others, others_without) > MOST_OF_OTHERS)
    check_ticks(report, "viewers who tap", summary, others)


def measure_cheats(options, report, folder, _):
    """A quarter as many honest visitors, who must not notice."""
    honest = options.visitors // 4
    stage = Stage(options, folder, clip(options, folder), "cheats")
    try:
        (result,), own, others = stage.run(stage.crowd(visitors=honest, cheats=options.cheats, seconds=options.seconds))
        report.heading(f"{options.cheats} who cheat beside {honest} visitors, for {options.seconds} s")
        answered, counted = tell(report, result, own, others, stage)
        votes = stage.counted("tatecast_audience_votes_total")
    finally:
        summary = stage.finish()
    kinds = result["kinds"]
    # A request is counted when it is read, up to a moment after it was due.
    seconds = options.seconds + 1
    for kind, key, limit, what in (
            ("greedy", "mostHearts", VISITOR_BURST + VISITOR_HEARTS * seconds, "hearts of one who is greedy"),
            ("ballots", "mostVotes", 1, "votes of one who stuffs ballots"),
            ("newcomers", "hearts", ADDRESS_BURST + ADDRESS_HEARTS * seconds, "hearts of an address whose cookies are always new"),
            ("newcomers", "votes", ADDRESS_VOTES, "votes of that address"),
            ("forgers", "hearts", 0, "hearts by forged cookies")):
        report.check(what, kinds[kind][key], f"≤ {limit}", kinds[kind][key] <= limit)
    told = kinds["visitors"]
    sent, p99 = told["requests"], told["milliseconds"]["p99"]
    report.check("honest visitors' answers with 200", f"{told['statuses'].get('200', 0)} of {sent}", "all", told["statuses"] == {"200": sent})
    report.judge("honest visitors' answers, p99", f"{p99:.1f} ms", f"≤ {SLOWEST} ms", p99 <= SLOWEST, others > MOST_OF_OTHERS)
    report.check("hearts, answered and counted", f"{answered}, {counted}", "the same", answered == counted)
    answered_votes = sum(told["votes"] for told in kinds.values())
    report.check("votes, answered and counted", f"{answered_votes}, {votes}", "the same", answered_votes == votes)
    check_ticks(report, "those who cheat", summary, others)


def measure_strangers(options, report, folder, _):
    """Cookies, addresses and players' sessions that never come again: what is kept of them, and whether others still get in."""
    stage = Stage(options, folder, clip(options, folder), "strangers", ["--trusted-proxy", "127.0.0.0/8"], SECRET)
    try:
        stage.run(stage.crowd(visitors=100, seconds=2, join=1))
        before = stage.memory()
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "strangers.py")
        (told,), own, others = stage.run(
            [sys.executable, script, stage.live.play_url, "--count", options.strangers], environment=SECRET)
        left = stage.memory() - before
        (result,), *_ = stage.run(stage.crowd(visitors=100, seconds=2, join=1))
    finally:
        summary = stage.finish()
    report.heading(f"{options.strangers:,} strangers, each once, with new cookies, addresses and players' sessions")
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(told["statuses"].items()))
    report.line(f"{statuses} in {told['seconds']:.0f} s; the program took {own:.2f} of its core, the client {told['cores']:.2f} of the "
                f"other, strangers to both {others:.2f} cores.\n")
    report.check("memory that they leave", f"{left / 1e6:.0f} MB, on {before / 1e6:.0f}", f"≤ {MOST_LEFT / 1e6:.0f} MB", left <= MOST_LEFT)
    after = result["kinds"]["visitors"]["statuses"]
    report.check("visitors who come after them are let in", f"{after.get('200', 0)} of {sum(after.values())}", "all", list(after) == ["200"])
    report.line(f"{summary['lateTicks']} of {summary['ticks']} ticks late: the core is full meanwhile.")
