"""`matrix.yaml` as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from antigone.interfaces.desk.permissions import Role

EVERYBODY, ANYBODY = "everybody", "anybody"


@dataclass(frozen=True)
class Way:
    """One way to use a route: `about` names an object, `data` is what is sent or names a form, `answer` is the status
    that those who may get."""

    method: str
    about: str | None
    data: dict[str, str] | str | None
    answer: int

    def __str__(self) -> str:
        return f"{self.method} {self.about or ''}{f' with {self.data}' if self.data else ''}"


@dataclass(frozen=True)
class Line:
    """What the matrix says of a route."""

    route: str
    roles: frozenset[Role]
    open: bool
    row: str | None
    ways: tuple[Way, ...]


def _way(said: dict[str, Any]) -> Way:
    method = next(method for method in ("get", "post") if method in said)
    if unknown := set(said) - {method, "with", "answer"}:
        raise ValueError(f"matrix.yaml does not know {', '.join(unknown)}")
    return Way(method, said[method], said.get("with"), said["answer"])


def _line(route: str, said: dict[str, Any]) -> Line:
    who = said["who"]
    everybody = who in (EVERYBODY, ANYBODY)
    roles = frozenset(Role) if everybody else frozenset(Role(name) for name in who)
    return Line(route, roles, who == ANYBODY, said.get("row"), tuple(_way(one) for one in said["asks"]))


MATRIX: dict[str, Line] = {
    route: _line(route, said)
    for route, said in yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text(encoding="utf-8")).items()
}
DESK = {route: line for route, line in MATRIX.items() if route.startswith("desk:")}
WEBSITE = {route: line for route, line in MATRIX.items() if route not in DESK}


def routes_of(urlconf: str) -> set[str]:
    """The names of all addresses of a site."""
    return set(_names(get_resolver(urlconf)))


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from _names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
