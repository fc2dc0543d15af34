"""What the bench's own server answers beside the desk: a floor to compare with, and the same questions the naive way.

The production image holds none of this (.dockerignore), and only `make bench` names these settings.
"""
