"""Exact sums over matchings, component by component."""
