"""The desk's views: each a few lines around one action or query."""
