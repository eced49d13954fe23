"""The rooms: the one door, what is kept in memory, and the one way out."""
