"""Frozen values as canonical JSON, and back: how a parameter set is kept, compared and named by its hash.

Every value that a parameter set is made of is a frozen dataclass in one of the rooms of `antigone.evidence`, whose
fields are numbers, words, tuples or further such values. A dataclass is written with its name, so that a line of
evidence reads itself back without a list of kinds to be kept: ``{"is": "dates.BirthDateLine", ...}``. Only rooms of
`antigone.evidence` are looked into, and only dataclasses are made.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import Any, get_type_hints

_HOUSE = "antigone.evidence."
ROOMS = frozenset(("dates", "faces", "linkage", "names", "places", "service", "traits"))


class NotAParameterSet(ValueError):
    """The text is not a parameter set that this version can read; the message says where and why."""


def kind_of(value: object) -> str:
    """Name of a value's class as a parameter set gives it: the room, a dot, the class.

    Raises:
        TypeError: the value is of no class in a room of `antigone.evidence`.
    """
    cls = type(value)
    room = cls.__module__.removeprefix(_HOUSE).partition(".")[0]
    if not cls.__module__.startswith(_HOUSE) or room not in ROOMS or not is_dataclass(cls):
        raise TypeError(f"{cls.__module__}.{cls.__qualname__} is no dataclass of a room of {_HOUSE.rstrip('.')}")
    return f"{room}.{cls.__name__}"


def as_plain(value: Any) -> Any:
    """The value as what JSON knows: numbers, words, lists and objects.

    Raises:
        TypeError: something in it has no place in a parameter set.
        ValueError: a number in it is not finite.
    """
    if isinstance(value, Enum):
        return as_plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a parameter must be finite, not {value}")
        return value
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": kind_of(value)} | {
            field.name: as_plain(getattr(value, field.name)) for field in fields(value) if field.init
        }
    raise TypeError(f"a parameter set cannot hold {value!r}")


@lru_cache(maxsize=256)
def _class_of(kind: str) -> tuple[type[Any], dict[str, Any]]:
    room, _, name = kind.partition(".")
    if room not in ROOMS or not name.isidentifier():
        raise NotAParameterSet(f"«{kind}» is no kind of value that a parameter set holds")
    cls = getattr(import_module(_HOUSE + room), name, None)
    if not (isinstance(cls, type) and is_dataclass(cls)):
        raise NotAParameterSet(f"this version of Antigone has no «{kind}»; use the one that wrote the parameter set")
    return cls, get_type_hints(cls)


def from_plain(data: Any) -> Any:
    """The value that `as_plain` gave; lists come back as tuples.

    Raises:
        NotAParameterSet: a value is of an unknown kind or has other fields than its kind.
    """
    if isinstance(data, list):
        return tuple(from_plain(item) for item in data)
    if not isinstance(data, dict):
        return data
    kind = data.get("is")
    if not isinstance(kind, str):
        raise NotAParameterSet("an object in the parameter set does not say what it is")
    cls, hints = _class_of(kind)
    given = {name: from_plain(item) for name, item in data.items() if name != "is"}
    for name, item in given.items():
        hint = hints.get(name)
        if isinstance(hint, type) and issubclass(hint, Enum):
            given[name] = hint(item)
        elif hint is float and isinstance(item, int):
            given[name] = float(item)
    try:
        return cls(**given)
    except (TypeError, ValueError) as error:
        raise NotAParameterSet(f"«{kind}» cannot be made from what the parameter set holds: {error}") from error


def canonical(data: Any) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, numbers as Python's shortest round-trip form."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(data: Any) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()[:16]
