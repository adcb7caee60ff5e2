"""What all acts on remains share: parts by their numbers, the signed act, its events, and refusals as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, transaction

from antigone.bureau.ledger import Actor
from antigone.bureau.remains.models import Act, CustodyEvent, Part, Place, Verb
from antigone.bureau.remains.values import NothingNamed, RemainsError, Signed, UnknownNumber

#: How many numbers an event of the ledger names; it counts the others.
NAMED_IN_EVENT = 50
_ROWS = 2_000


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def numbers_of(written: Sequence[str]) -> list[str]:
    """Numbers as they stand on tags, from numbers as people type them: without blanks, in capitals.

    Raises:
        NothingNamed: there are none, or one comes twice.
    """
    numbers = [number.strip().upper() for number in written if number.strip()]
    if not numbers:
        raise NothingNamed("no number is given; name at least one part")
    number, times = Counter(numbers).most_common(1)[0]
    if times > 1:
        raise NothingNamed(f"the number {number} is given {times} times; name each part once")
    return numbers


def parts_numbered(written: Sequence[str]) -> list[Part]:
    """The parts of these numbers, in one order for everybody, so that two acts never wait for each other.

    Raises:
        NothingNamed: there are none, or one comes twice.
        UnknownNumber: a number is nobody's.
    """
    numbers = numbers_of(written)
    found = list(Part.objects.filter(number__in=numbers).select_related("place").order_by("pk"))
    if len(found) < len(numbers):
        known = {part.number for part in found}
        missing = next(number for number in numbers if number not in known)
        raise UnknownNumber(f"no part has the number {missing}")
    return found


def place_coded(written: str) -> Place:
    """The place of this code.

    Raises:
        UnknownNumber: there is none.
    """
    place = Place.objects.filter(code=written.strip().upper()).first()
    if place is None:
        raise UnknownNumber(f"there is no place «{written.strip()}»; see them with: antigone remains count")
    return place


def write_act(verb: Verb, *, at: datetime | None, actor: Actor, signed: Signed | None = None, **fields: Any) -> Act:
    """The act, signed; the database refuses what lacks a signature or a reason."""
    with refusals():
        return Act.objects.create(
            verb=verb.value,
            at=at or now(),
            by=actor.name,
            gives=signed.gives.strip() if signed else "",
            takes=signed.takes.strip() if signed else "",
            document=signed.document.strip() if signed else fields.pop("document", ""),
            **fields,
        )


def write_events(act: Act, parts: Sequence[Part], **fields: Any) -> None:
    """What the act does to each of these parts. `place` and `origin` may be one, or a list in the parts' order."""
    each = [
        {name: value[at] if isinstance(value, list) else value for name, value in fields.items()}
        for at in range(len(parts))
    ]
    with refusals():
        CustodyEvent.objects.bulk_create(
            [CustodyEvent(part=part, act=act, **given) for part, given in zip(parts, each, strict=True)],
            batch_size=_ROWS,
        )


def named(parts: Sequence[Part]) -> dict[str, Any]:
    """The parts as an event of the ledger tells them."""
    return {"parts": len(parts), "numbers": [part.number for part in parts[:NAMED_IN_EVENT]]}


@contextmanager
def refusals() -> Iterator[None]:
    """What the database refuses, in its own sentence."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        cause: Any = error.__cause__
        if getattr(cause, "sqlstate", "") == "22001":
            most = "".join(letter for letter in str(cause).splitlines()[0] if letter.isdigit())
            raise RemainsError(
                f"a text is longer than the {most} characters that are kept of it", "remains_too_long"
            ) from error
        if getattr(cause, "sqlstate", "") in ("23001", "23505", "23514", "22003"):
            sentence = str(error).splitlines()[0]
            rule = str(cause.diag.constraint_name or "")
            raise RemainsError(_KNOWN.get(rule, sentence), rule) from error
        raise


_KNOWN = {
    "remains_recovery_grid_is_coarse": "the grid square is closer than the bureau keeps it; write an MGRS square of "
    "10 km, such as 37UDQ41, or of 100 km, such as 37UDQ",
    "remains_place_named": "a place needs a name, and a code of Latin capitals, digits, dots, slashes and hyphens",
    "remains_place_code_key": "there is a place with this code already",
    "remains_temperature_can_be": "a temperature lies between -80 and 60 degrees Celsius",
    "remains_transfer_number_key": "there is a list with this number already",
    "remains_act_proposal_id_key": "the move was signed by a second person already",
}
