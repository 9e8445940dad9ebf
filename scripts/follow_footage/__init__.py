"""The parts of scripts/make-follow-footage. Python's standard library only."""
