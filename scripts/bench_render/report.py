"""The figures as Markdown, and whether all targets are met."""

import statistics


class Report:
    """Prints as it goes; a long measurement shouldn't keep its results to itself."""

    def __init__(self):
        self.missed = []

    def heading(self, text):
        print(f"\n## {text}\n", flush=True)

    def line(self, text=""):
        print(text, flush=True)

    def table(self, head, rows):
        """Prints a table; all columns but the first are numbers."""
        self.line("| " + " | ".join(head) + " |")
        self.line("| --- |" + " ---: |" * (len(head) - 1))
        for row in rows:
            self.line("| " + " | ".join(str(cell) for cell in row) + " |")
        self.line()

    def check(self, what, value, target, is_met):
        """Prints a figure beside its target and remembers a miss."""
        self.line(f"- {what}: **{value}** (target {target}): {'met' if is_met else 'MISSED'}")
        if not is_met:
            self.missed.append(what)


class Verdicts(Report):
    """Figures, of which some are void."""

    def __init__(self, even_if_busy):
        super().__init__()
        self.even_if_busy, self.voided = even_if_busy, []

    def judge(self, what, value, target, is_met, is_void):
        """What is met on a busy machine is met; what is missed there says nothing."""
        if is_met or not is_void or self.even_if_busy:
            return self.check(what, value, target, is_met)
        self.line(f"- {what}: **{value}** (target {target}): VOID")
        self.voided.append(what)


def spread(values, digits=2):
    """Median, then the smallest and largest."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
