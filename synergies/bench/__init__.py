"""Measures of speed, as ratios to a floor measured in the same run."""
