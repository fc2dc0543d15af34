"""The commands around the compose stack: backup, restore, bundle, and the tests that need a container engine."""
