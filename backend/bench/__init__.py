"""Benchmarks of Quietdesk, reported as ratios to something measured in the same run. They are no tests."""
