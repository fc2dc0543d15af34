"""A PostgreSQL server of our own: found, initialised, started as a child of the command, and stopped with it."""
