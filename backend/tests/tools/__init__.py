"""The commands themselves: what `make` runs, and the database it keeps."""
