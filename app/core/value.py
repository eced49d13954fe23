"""What everything in the core is: a frozen value."""

from msgspec import Struct


class Value(Struct, frozen=True, gc=False):
    """A value is made of values that were there before it, so no cycle can lead through it, and the garbage collector,
    who looks for nothing else, need not look through it. A full room has thousands of them."""
