"""What partners' programs ask with a key: feeds of the public list, and a place to bring records."""
