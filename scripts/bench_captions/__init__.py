"""Captions: twenty a second on air, twenty thousand of a long show, and how soon words are in the picture."""
