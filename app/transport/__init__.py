"""Bytes to and from browsers; knows no room."""
