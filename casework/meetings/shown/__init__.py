"""What the pages of meetings are written with: a page, a file."""
