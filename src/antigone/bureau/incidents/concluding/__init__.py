"""What follows: brackets, findings, reviews, ties to people, decisions of two."""
