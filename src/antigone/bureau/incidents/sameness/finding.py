"""Files are looked for among all media of the bureau, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.conf import settings

from antigone.bureau.incidents.actions import item_numbered
from antigone.bureau.incidents.acts import incident_coded, refusals
from antigone.bureau.incidents.frames.looking import questions_of
from antigone.bureau.incidents.models import FrameFingerprint, Item, Resemblance, SameKind
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.sealing import decrypted
from antigone.imaging.footage import same

#: Frames of one file that are looked for; each costs about half a second.
QUESTIONS: Final = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Another file of the bureau that one resembles.

    Attributes:
        case, item: which.
        title: of that item.
        kind: `same file` or `same scene`.
        at_ms, there_ms: the best pair of frames, in the asked file and in the found one.
        frames: how many of the asked frames were found in it.
        mirrored: see `imaging.footage.same`.
        sentence: what may be said of it.
    """

    case: str
    item: int
    title: str
    kind: str
    at_ms: int
    there_ms: int
    frames: int
    mirrored: bool
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    at_ms: int
    row: FrameFingerprint
    judged: same.Sameness


def same_as_file(named: str) -> tuple[Found, ...]:
    """What of the bureau's media a file resembles, the surest first; nothing of it is kept.

    Raises:
        NotAFile, FilmRefused, PictureRefused: nothing can be read of it.
        SandboxUnavailable: there is no sandbox.
    """
    return tuple(_found(item, pairs) for item, pairs in _sought(questions_of(named, most=QUESTIONS), None))


@action
def find_same(code: str, number: int, *, actor: Actor) -> tuple[Found, ...]:
    """Look for an item that was read among all others, and write down what it resembles.

    Raises:
        UnknownThing: there is no such case.
        IncidentError: the case has no such item.
    """
    incident = incident_coded(code)
    item = item_numbered(incident, number)
    rows = list(FrameFingerprint.objects.filter(item=item, method=same.METHOD).order_by("at_ms"))
    chosen = sorted({int(place) for place in np.linspace(0, len(rows) - 1, QUESTIONS)}) if rows else []
    # The kept features say nothing of the mirror image, but a mirrored copy is found from either side.
    asked = [(rows[place].at_ms, same.mirrored(_opened(rows[place]))) for place in chosen]
    result = []
    for other, pairs in _sought(asked, item):
        best = pairs[0]
        one, later = sorted((item, other), key=lambda each: each.pk)
        ms = (best.at_ms, best.row.at_ms) if one == item else (best.row.at_ms, best.at_ms)
        with refusals():
            Resemblance.objects.get_or_create(
                one=one,
                other=later,
                method=same.METHOD,
                defaults={
                    "kind": best.judged.kind.value,
                    "one_ms": ms[0],
                    "other_ms": ms[1],
                    "frames": len(pairs),
                    "agreeing": best.judged.agreeing,
                    "mirrored": best.judged.mirrored,
                    "within": best.judged.within,
                    "alike": best.judged.alike,
                    "sentence": best.judged.sentence,
                },
            )
        result.append(_found(other, pairs))
    record_event(
        "incidents.find_same",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"item": number, "found": [f"{one.case} {one.item}: {one.kind}" for one in result]},
    )
    return tuple(result)


def resembling(code: str, number: int) -> tuple[Found, ...]:
    """What was written down for an item.

    Raises:
        UnknownThing, IncidentError: no such case or item.
    """
    item = item_numbered(incident_coded(code), number)
    rows = Resemblance.objects.select_related("one__incident", "other__incident")
    found = []
    for row in (*rows.filter(one=item), *rows.filter(other=item)):
        other = row.other if row.one_id == item.pk else row.one
        ms = (row.one_ms, row.other_ms) if row.one_id == item.pk else (row.other_ms, row.one_ms)
        found.append(
            Found(other.incident.code, other.number, other.title, row.kind, *ms, row.frames, row.mirrored, row.sentence)
        )
    return tuple(sorted(found, key=lambda one: (one.kind != SameKind.FILE, one.case, one.item)))


def _sought(asked: Sequence[tuple[int, same.Question]], but: Item | None) -> list[tuple[Item, list[_Pair]]]:
    """Other items with their pairs of frames, the best pair and the surest item first."""
    rows = FrameFingerprint.objects.filter(method=same.METHOD)
    kept = list((rows.exclude(item=but) if but else rows).order_by("pk").values_list("pk", "words"))
    collection = same.Collection.of([np.frombuffer(bytes(words), "<u4") for _, words in kept])
    by_item: dict[int, list[_Pair]] = {}
    for at_ms, question in asked:
        numbers = [kept[place][0] for place in collection.in_question(question.words)]
        close = FrameFingerprint.objects.filter(pk__in=numbers).select_related("item__incident")
        best: dict[int, _Pair] = {}
        for row in close:
            judged = same.judged(question, _opened(row))
            if judged is not None:
                pair = _Pair(at_ms, row, judged)
                best[row.item_id] = min((pair, best.get(row.item_id, pair)), key=_order)
        for item, pair in best.items():
            by_item.setdefault(item, []).append(pair)
    sorted_pairs: Iterable[list[_Pair]] = (sorted(pairs, key=_order) for pairs in by_item.values())
    return [(pairs[0].row.item, pairs) for pairs in sorted(sorted_pairs, key=lambda pairs: _order(pairs[0]))]


def _order(pair: _Pair) -> tuple[bool, int]:
    return pair.judged.kind is not same.Kind.SAME_FILE, -pair.judged.agreeing


def _opened(row: FrameFingerprint) -> same.Fingerprint:
    key = settings.STAFF_KEYS.photographs
    return same.unpacked(decrypted(bytes(row.content), key, row.public_id, "incident fingerprint"))


def _found(item: Item, pairs: Sequence[_Pair]) -> Found:
    best = pairs[0]
    return Found(
        item.incident.code,
        item.number,
        item.title,
        best.judged.kind.value,
        best.at_ms,
        best.row.at_ms,
        len(pairs),
        best.judged.mirrored,
        best.judged.sentence,
    )
