"""Tools that know no room: clock, timers, limits, tokens, streams and logs."""
