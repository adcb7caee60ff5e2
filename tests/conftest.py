"""Fixtures for every room: real sites on real databases, and a real browser; and which files begin first."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code; no test asserts a time.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")

pytest_plugins = ["tests.sites", "tests.browsing", "tests.command_line"]

#: Seconds that a test takes roughly, by the mark or the fixture that says most of it.
_SECONDS = {"slow": 30.0, "browser": 7.0, "antigone": 5.0, "open_site": 3.0}
_OF_ANY_OTHER = 0.15


def pytest_configure(config: pytest.Config) -> None:
    """Have the files given out in the order of `pytest_collection_modifyitems`."""
    # By itself pytest-xdist begins with the files that hold most tests, and ends with those that hold one long one.
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On several cores the longest files come first: at the end no core is left alone with one of them."""
    if not hasattr(config, "workerinput"):
        return
    of_file: defaultdict[Path, float] = defaultdict(float)
    for item in items:
        of_file[item.path] += _seconds(item)
    items.sort(key=lambda item: -of_file[item.path])


def _seconds(item: pytest.Item) -> float:
    said = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
    return max((seconds for name, seconds in _SECONDS.items() if name in said), default=_OF_ANY_OTHER)
