"""The commands behind the Makefile: standard library only, so that they run before any package is installed."""
