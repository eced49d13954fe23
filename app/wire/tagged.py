"""What every request of a `command` is: a struct that its `type` names."""

from msgspec import Struct


class Tagged(Struct, frozen=True, kw_only=True, tag_field="type"):
    pass
