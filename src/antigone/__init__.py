"""Antigone finds people lost in a war, names the dead, and returns them to their families."""

__version__ = "0.6.0"
