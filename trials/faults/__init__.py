"""What a shared room must bear: processes, Redis and the line between them fail while a hall goes through rounds."""
