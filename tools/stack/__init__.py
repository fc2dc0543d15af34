"""The commands for the compose stack: backup, restore, bundle, and the tests that need a Docker engine."""
