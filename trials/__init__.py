"""What measures the server (`load/`) and what attacks it (`hostile/`)."""
