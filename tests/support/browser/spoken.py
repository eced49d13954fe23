"""How often a page speaks to a screen reader."""

SPOKEN_EVERY_MS = 2000
CLOCK_ERROR_MS = 50
"""A timer may fire a little early by another clock."""
