"""Journeys in a real browser, against the production server on a database of its own."""
