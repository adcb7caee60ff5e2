"""Fixtures for every room: real sites on real databases, and a real browser."""

pytest_plugins = ["tests.sites", "tests.browsing", "tests.command_line"]
