"""The parts of scripts/bench-follow. Python's standard library only."""
