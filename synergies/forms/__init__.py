"""What the pages about synergies, suggestions, ballots and rounds read."""
