"""Socket.IO: what each message does, joining, and the connections."""
