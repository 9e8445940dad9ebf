"""The viewer's page: a crowd that taps, those who cheat, and one who waits for hearts in the picture."""
