"""The commands behind the Makefile, in plain Python: they run before any package is installed."""
