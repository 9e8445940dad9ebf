"""The parts of scripts/bench-render. Python's standard library only."""
