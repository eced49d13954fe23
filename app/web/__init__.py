"""HTTP: the pages, the interface for programs, and the Python client."""
