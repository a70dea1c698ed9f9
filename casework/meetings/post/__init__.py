"""What leaves the house about a meeting: letters, calendar files, and the links in them."""
