"""What leaves the house about a poll: letters, and the links in them."""
