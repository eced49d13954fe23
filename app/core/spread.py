"""How simultaneous one release was, as its screens have reported it."""

from app.core.value import Value


class LateScreen(Value, frozen=True):
    """Of a worker whose screen heard of the release after its moment, and changed `off_ms` after it."""

    worker: int
    off_ms: int


class Spread(Value, frozen=True, kw_only=True):
    """Of `screens` connections `n_changed` changed in time, `within_ms` of each other, `n_late` heard late, `n_slow`
    heard in time and changed late, `n_silent` reported nothing. Those in time know the moment to within `error_ms`,
    but for `n_unsure` of them that cannot tell. `late` and `unsure` name some of them by their workers."""

    generation: int
    screens: int
    n_changed: int
    within_ms: int | None
    error_ms: int | None
    n_unsure: int
    n_late: int
    n_slow: int
    n_silent: int
    late: tuple[LateScreen, ...] = ()
    unsure: tuple[int, ...] = ()
