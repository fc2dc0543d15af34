"""Measures classifiers on labelled tickets: datasets, predictions, metrics, reports. Plain Python; knows no Django."""
