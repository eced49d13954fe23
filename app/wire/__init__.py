"""What is said on the wire, its limits, and how it is read and written fast."""
