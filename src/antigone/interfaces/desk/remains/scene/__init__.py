"""The page at the scene, which works without a network, what it sends, and the finds that came from it."""
