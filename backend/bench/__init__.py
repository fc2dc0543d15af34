"""Measurements of Quietdesk, each as a ratio to something measured in the same run; never a test."""
