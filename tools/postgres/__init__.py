"""A PostgreSQL of our own: found, made, started as a child of the command, and stopped with it."""
