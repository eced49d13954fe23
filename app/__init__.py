"""All Aboard: a live room in which everybody stops at a barrier, and goes on when the last one arrives."""

__version__ = "1.0.0"
