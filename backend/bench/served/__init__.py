"""Additional views of the benchmark's server: a baseline, and naive implementations.

The production image does not contain them (.dockerignore), and only `make bench` uses these settings.
"""
