"""How fast the site answers, as ratios to floors measured in the same run."""
