"""Where each room's log of commands is kept."""
