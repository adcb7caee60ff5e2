"""What two people, blind to each other, count in one picture; and how far they agree."""
