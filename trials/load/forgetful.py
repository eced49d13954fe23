"""`python -m trials.load.forgetful`: the server, whose rooms leave the memory seconds after everybody has left them, so
that a soak sees them go."""

import os

from app.__main__ import main, patch_standard_library

patch_standard_library(os.environ.get("ASYNC_MODE", "eventlet"))

from app.rooms import housekeeping  # noqa: E402

housekeeping.IDLE_MS = 10_000
housekeeping.SWEEP_EVERY_MS = 2_000

if __name__ == "__main__":
    main()
