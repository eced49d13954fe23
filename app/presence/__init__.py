"""Who is there: the host's screen, and programs."""
