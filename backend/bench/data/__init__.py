"""Synthetic tickets by the million, and their bulk load into a database."""
