"""Measuring a classifier on labelled tickets: rows, runs, figures, tables. Plain Python; knows no Django."""
