"""Tests of tools/: the commands of `make`, and their database server."""
