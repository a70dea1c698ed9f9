"""What the pages of polls are written with."""
