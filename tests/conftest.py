"""Fixtures for every room: real sites on real databases, and a real browser."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code; no test asserts a time.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")

pytest_plugins = ["tests.sites", "tests.browsing", "tests.command_line"]
