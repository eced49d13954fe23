"""Where each room's line of commands is kept."""
