"""Two worlds that differ only in what is private, each a database of its own behind the same website.

What happens in a world happens in one transaction on one connection, so that each run begins where the last began:
visits with the rights of the public's role, what the bureau does with its own.
"""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from tests.bureau.disclosure.roles import acting_as
from tests.sites import copied_database

#: Where chance, or the time, comes from that a visitor can see. It is dealt alike to both worlds before each visit, so
#: that nothing of an answer needs to be masked; whoever adds a source of chance to a page adds it here, where it can be
#: reviewed.
DEALT_ALIKE = ("antigone.bureau.enquiries.receipts.secrets", "antigone.interfaces.website.gallery.permits.time")
#: What the clock says wherever a page carries its time, in seconds.
_NOW = 2_000_000_000.0


class WorldsDiffer(AssertionError):
    """A visitor could tell the two worlds apart."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor does once."""

    method: str
    path: str
    form: Mapping[str, str | list[str]] = field(default_factory=dict)
    photograph: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[bytes, str] | None = None
    """A body and its type, in the place of a form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a visitor gets, and whoever watches the line."""

    status: int
    headers: Mapping[str, str]
    cookies: str
    body: bytes

    @property
    def length(self) -> int:
        """As the line shows it."""
        return len(self.body)


class World:
    """One database, and the website in front of it."""

    def __init__(self, name: str) -> None:
        self.connection: BaseDatabaseWrapper = connections.create_connection("default")
        self.connection.settings_dict = copy.deepcopy(connections.settings["default"])
        self.connection.settings_dict["NAME"] = name
        self._client = Client()

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Everything that Django does meanwhile is done in this world."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            yield
        finally:
            connections["default"] = before

    @contextlib.contextmanager
    def undone_afterwards(self) -> Iterator[None]:
        """What happens meanwhile has not happened."""
        whole = transaction.atomic()
        # As Django marks the transaction of a test: the bureau's acts may be whole transactions inside it.
        whole._from_testcase = True  # type: ignore[attr-defined]
        with self.entered(), whole:
            yield
            transaction.set_rollback(True)

    def answers(self, visit: Visit, chance: int) -> Answer:
        """What the website says, with the rights of a stranger."""
        dealt = mock.Mock(choice=random.Random(chance).choice, time=lambda: _NOW)
        patches = [mock.patch(source, dealt) for source in DEALT_ALIKE]
        with self.entered(), acting_as("antigone_public"), contextlib.ExitStack() as stack:
            for patch in patches:
                stack.enter_context(patch)
            self._client.cookies.clear()
            response = self._client.generic(visit.method, visit.path, *_body_of(visit), headers=dict(visit.headers))
            return Answer(
                response.status_code, dict(response.headers), response.cookies.output(), b"".join(_content(response))
            )

    def does(self, act: Callable[[], object]) -> None:
        """The bureau, or somebody who is not the visitor, does this."""
        with self.entered():
            act()


def _content(response: Any) -> Iterator[bytes]:
    return iter(response.streaming_content if response.streaming else [response.content])


def _body_of(visit: Visit) -> tuple[bytes, str]:
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    if visit.raw is not None:
        return visit.raw
    if not visit.form and visit.photograph is None:
        return b"", "application/octet-stream"
    content: dict[str, Any] = dict(visit.form)
    if visit.photograph is not None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        content["photograph"] = SimpleUploadedFile("son.jpg", visit.photograph, "image/jpeg")
    return encode_multipart(BOUNDARY, content), MULTIPART_CONTENT


@dataclass(frozen=True, slots=True)
class TwoWorlds:
    """The same bureau twice. In the second one more is known, more is asked, and more was decided."""

    plain: World
    fuller: World

    @contextlib.contextmanager
    def undone_afterwards(self) -> Iterator[None]:
        with self.plain.undone_afterwards(), self.fuller.undone_afterwards():
            yield

    def both_do(self, act: Callable[[], object]) -> None:
        """The bureau does this in either world, because its families may see that it did."""
        for world in (self.plain, self.fuller):
            world.does(act)

    def visit(self, visit: Visit, chance: int = 0) -> Answer:
        """The answer that both worlds give.

        Raises:
            WorldsDiffer: they do not give the same, or somebody who watches the line could tell.
        """
        one, other = (world.answers(visit, chance) for world in (self.plain, self.fuller))
        for what in ("status", "headers", "cookies", "length", "body"):
            left, right = getattr(one, what), getattr(other, what)
            if left != right:
                raise WorldsDiffer(f"{visit.method} {visit.path}: {what} differs: {_first_difference(left, right)}")
        return one


def _first_difference(left: Any, right: Any) -> str:
    if isinstance(left, bytes):
        place = next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), 0)
        return f"{left[place - 60 : place + 60]!r} / {right[place - 60 : place + 60]!r}"
    if isinstance(left, Mapping):
        return str(sorted(set(left.items()) ^ set(right.items())))
    return f"{left} / {right}"


@contextlib.contextmanager
def two_worlds(blocker: Any, publicly: Callable[[], None], privately: Callable[[], None]) -> Iterator[TwoWorlds]:
    """A world where `publicly` happened, and a copy of it in which `privately` happened as well."""
    settings = connections["default"].settings_dict
    original = settings["NAME"]
    with copied_database(blocker, publicly) as plain:
        settings["NAME"] = plain
        try:
            with copied_database(blocker, privately) as fuller, blocker.unblock():
                settings["NAME"] = original
                worlds = TwoWorlds(World(plain), World(fuller))
                try:
                    yield worlds
                finally:
                    worlds.plain.connection.close()
                    worlds.fuller.connection.close()
        finally:
            settings["NAME"] = original
