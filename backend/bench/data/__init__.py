"""Made-up tickets by the million, and how they get into a database in minutes."""
