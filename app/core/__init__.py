"""The pure rules: no clock, no randomness, no I/O, no framework. See README.md in this folder."""
