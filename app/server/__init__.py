"""Puts the parts together, serves them, and ends the process."""
