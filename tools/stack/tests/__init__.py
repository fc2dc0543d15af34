"""Tests that need a container engine: the whole stack, as an operator meets it."""
