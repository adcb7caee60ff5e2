"""Tokens of time: an authority's (RFC 3161) and OpenTimestamps', checked without a network."""
