"""How many people at least lie in a body, a part or a grave, by bones and by DNA; and bodies that cannot be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from antigone.bureau.identification.commingling.models import NOT_ONE
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.models import Body, Inventory, Part, Recovery
from antigone.bureau.remains.values import UnknownNumber
from antigone.evidence.bones import (
    AgeClass,
    Element,
    MinimumNumber,
    Piece,
    Portion,
    Side,
    minimum_number,
)


@dataclass(frozen=True, slots=True)
class DnaApart:
    """Two samples that are not of one person; `log10_lr` speaks for one person, and is far below nought."""

    one: str
    other: str
    log10_lr: float
    loci: int


@dataclass(frozen=True, slots=True)
class People:
    """How many people at least some parts are of.

    Attributes:
        parts, counted: how many parts there are, and of how many the bones were counted.
        bones: by bones, with what proves it.
        dna: by DNA: so many samples of which no two are of one person; 0 where none was read.
        samples: how many samples were read.
        apart: pairs of samples that are not of one person, the surest first.
    """

    parts: int
    counted: int
    bones: MinimumNumber
    dna: int
    samples: int
    apart: tuple[DnaApart, ...] = field(repr=False)

    @property
    def number(self) -> int:
        """The larger of both, and at least one where there is a part."""
        return max(self.bones.number, self.dna, int(self.parts > 0))

    @property
    def mixed(self) -> bool:
        """Whether more than one person is proved."""
        return self.number > 1


@dataclass(frozen=True, slots=True)
class MixedBody:
    """A body that holds more than one person."""

    number: str
    public_id: UUID
    people: People

    @property
    def blocked(self) -> bool:
        """Whether DNA says so, and the database lets nobody be identified with it."""
        return bool(self.people.apart)


@dataclass(frozen=True, slots=True)
class Grave:
    """A recovery with how many people at least came out of it."""

    reference: str
    site: str
    bodies: int
    people: People


def people_in(parts: Collection[int]) -> People:
    """How many people at least these parts (ids) are of."""
    pieces = _pieces(parts)
    samples = _samples(parts)
    apart = _apart(samples)
    return People(
        len(parts),
        len(pieces),
        minimum_number(piece for of_part in pieces.values() for piece in of_part),
        _people_by_dna(len(samples), apart),
        len(samples),
        tuple(pair for _, _, pair in apart),
    )


def people_in_body(public_id: UUID) -> People:
    """How many people at least the parts of a body are of.

    Raises:
        UnknownNumber: there is no such body.
    """
    body = Body.objects.filter(public_id=public_id).first()
    if body is None:
        raise UnknownNumber("there is no such body")
    return people_in(list(body.parts.values_list("pk", flat=True)))


def inventory_of(public_id: UUID) -> tuple[Piece, ...]:
    """The newest inventory of a part; empty where nobody counted.

    Raises:
        UnknownNumber: there is no such part.
    """
    part = Part.objects.filter(public_id=public_id).first()
    if part is None:
        raise UnknownNumber("there is no such part")
    return tuple(_pieces([part.pk]).get(part.pk, ()))


def mixed_bodies() -> list[MixedBody]:
    """Bodies that hold more than one person by bones or by DNA, by number."""
    of_body: dict[int, list[int]] = defaultdict(list)
    for body, part in Part.objects.filter(body__isnull=False).order_by("pk").values_list("body_id", "pk"):
        of_body[body].append(part)
    suspected = _bodies_apart() | _bodies_by_bones(of_body)
    found = [
        MixedBody(body.number, body.public_id, people_in(of_body[body.pk]))
        for body in Body.objects.filter(pk__in=suspected).order_by("number")
    ]
    return [body for body in found if body.people.mixed]


def graves(limit: int = 200) -> list[Grave]:
    """Recoveries of which parts are kept, those with most people first."""
    of_recovery: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for recovery, part, body in Part.objects.filter(recovery__isnull=False).values_list("recovery_id", "pk", "body_id"):
        of_recovery[recovery].append((part, body))
    most = sorted(of_recovery, key=lambda one: (-len(of_recovery[one]), one))[:limit]
    found = [
        Grave(
            recovery.reference,
            recovery.site,
            len({body for _, body in of_recovery[recovery.pk] if body}),
            people_in([part for part, _ in of_recovery[recovery.pk]]),
        )
        for recovery in Recovery.objects.filter(pk__in=most)
    ]
    return sorted(found, key=lambda grave: (-grave.people.number, grave.reference))


def why_not_identified(record: UUID) -> str:
    """The database's sentence why nobody can be identified with this record; empty where nothing stands in the way."""
    pk = Record.objects.filter(public_id=record).values_list("pk", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT identification_commingled(%s)", [pk])
        return str(cursor.fetchone()[0] or "")


def _pieces(parts: Iterable[int]) -> dict[int, list[Piece]]:
    """Part -> the pieces of its newest inventory."""
    newest: dict[int, list[Piece]] = {}
    for part, pieces in Inventory.objects.filter(part__in=list(parts)).order_by("pk").values_list("part_id", "pieces"):
        newest[part] = [
            Piece(
                Element(one["element"]),
                Side(one["side"]),
                Portion(one["portion"]),
                AgeClass(one["age"]),
                one["count"],
            )
            for one in pieces
        ]
    return newest


def _bodies_by_bones(of_body: Mapping[int, list[int]]) -> set[int]:
    counted = _pieces(Inventory.objects.values_list("part_id", flat=True).distinct())
    return {
        body
        for body, parts in of_body.items()
        if minimum_number(piece for part in parts for piece in counted.get(part, ())).number > 1
    }


def _bodies_apart() -> set[int]:
    """Bodies of whose samples two are not of one person."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT a.body_id FROM identification_samplepair p
                JOIN identification_sample_of_part x ON x.sample_id = p.one_id JOIN remains_part a ON a.id = x.part_id
                JOIN identification_sample_of_part y ON y.sample_id = p.other_id JOIN remains_part b ON b.id = y.part_id
            WHERE p.log10_lr <= %s AND a.body_id = b.body_id
            """,
            [NOT_ONE],
        )
        return {int(body) for (body,) in cursor.fetchall()}


def _samples(parts: Collection[int]) -> set[int]:
    """Samples of these parts that were compared with another."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT o.sample_id FROM identification_sample_of_part o WHERE o.part_id = ANY(%s)
                AND EXISTS (SELECT FROM identification_samplepair p WHERE o.sample_id IN (p.one_id, p.other_id))
            """,
            [list(parts)],
        )
        return {int(sample) for (sample,) in cursor.fetchall()}


def _apart(samples: Collection[int]) -> list[tuple[int, int, DnaApart]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.one_id, p.other_id, a.label, b.label, p.log10_lr, p.loci FROM identification_samplepair p
                JOIN identification_sample a ON a.id = p.one_id JOIN identification_sample b ON b.id = p.other_id
            WHERE p.log10_lr <= %s AND p.one_id = ANY(%s) AND p.other_id = ANY(%s)
            ORDER BY p.log10_lr, a.label, b.label
            """,
            [NOT_ONE, list(samples), list(samples)],
        )
        return [(one, other, DnaApart(*told)) for one, other, *told in cursor.fetchall()]


def _people_by_dna(samples: int, apart: list[tuple[int, int, DnaApart]]) -> int:
    """A set of samples of which no two are of one person, grown by taking whoever differs from most. Every such set is
    a proof, so the number is never too high; a larger one may exist."""
    if not apart:
        return min(samples, 1)
    differs: dict[int, set[int]] = defaultdict(set)
    for one, other, _ in apart:
        differs[one].add(other)
        differs[other].add(one)
    chosen: set[int] = set()
    for sample in sorted(differs, key=lambda one: (-len(differs[one]), one)):
        if chosen <= differs[sample]:
            chosen.add(sample)
    return len(chosen)
