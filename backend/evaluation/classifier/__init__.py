"""Fits the heads of the built-in classifier to labelled tickets, and measures them."""
