"""The demonstration's case: drawn images of a camp beside a road, a clip, its mirrored repost, and what follows.

Everything is taken in and read as an operator would; two invented case workers say what they see and count.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from antigone.bureau.incidents.actions import add_file, open_incident
from antigone.bureau.incidents.alignment.actions import propose_alignment
from antigone.bureau.incidents.concluding.actions import write_finding
from antigone.bureau.incidents.counts.actions import count_in
from antigone.bureau.incidents.frames.actions import read_file
from antigone.bureau.incidents.models import Alternative, Incident, Picture
from antigone.bureau.incidents.seeing.actions import add_feature, add_site, observe
from antigone.bureau.incidents.values import AlternativeSaid, FindingDraft, IncidentDraft, ItemDraft
from antigone.bureau.ledger import Actor
from antigone.simulation.footage import case

CODE = "DRAWN-1"
_OPERATOR = Actor("demonstration", "operator")


def keep_case_once(observers: tuple[str, str]) -> str:
    """Draw, take in and read the case unless it is there; gives its code. Takes some twenty seconds.

    Args:
        observers: names of two case workers.
    """
    if Incident.objects.filter(code=CODE).exists():
        return CODE  # also where it was interrupted: each act is whole in itself, and stays
    one, other = (Actor(name, "case worker") for name in observers)
    open_incident(
        IncidentDraft(
            CODE,
            "The camp beside the road (drawn)",
            "Men ran to a camp beside the road, and the camp was destroyed",
            "a newspaper that is invented",
            "2024-05",
            "a drawn place",
        ),
        actor=_OPERATOR,
    )
    with tempfile.TemporaryDirectory() as folder:
        for said, path in zip(case.FILES, case.write_files(Path(folder)), strict=True):
            draft = ItemDraft(
                said.title,
                "drawn for the demonstration",
                date(2024, 8, 1),
                published=said.published,
                published_by=said.published_by,
                recorded=said.recorded,
                generation=said.generation,
            )
            read_file(CODE, add_file(CODE, str(path), draft, actor=_OPERATOR), str(path), actor=_OPERATOR)
    before, clip, after = (_picture(place) for place in (0, 1, 3))
    propose_alignment(CODE, before.number, after.number, actor=one)
    _seen(before, clip, after, one, other)
    for picture, total, off in ((before, case.GRAVES_BEFORE, (0, 0)), (after, case.GRAVES_AFTER, case.AFTER_OFF)):
        marks = [case.grave_at(number, off=off) for number in range(total)]
        count_in(CODE, picture.number, "graves", marks, actor=one)
        count_in(CODE, picture.number, "graves", marks[: total - 1], actor=other, note="the last mound is faint")
    return CODE


def _seen(before: Picture, clip: Picture, after: Picture, one: Actor, other: Actor) -> None:
    place = add_site(CODE, "the road and the camp", "camp", actor=_OPERATOR)
    camp = add_feature(place, "the camp", "camp", size=20.0, actor=_OPERATOR)
    damage = add_feature(place, "damage of the road", "road damage", size=8.0, course="stays", actor=_OPERATOR)
    for observer in (one, other):
        for feature, picture, state in (
            (camp, before, "present"),
            (camp, clip, "present"),
            (camp, after, "absent"),
            (damage, before, "absent"),
            (damage, clip, "not visible"),
            (damage, after, "present"),
        ):
            observe(feature, picture.public_id, state, actor=observer)
    write_finding(
        CODE,
        FindingDraft(
            "The camp was gone, and the road damaged, some time between the clip and the later image.",
            (camp, damage),
            tuple(AlternativeSaid(kind.value, True, "nothing seen so far excludes it") for kind in Alternative),
            ("It is unclear what became of the people in the clip.", "It is unclear when the road was damaged."),
        ),
        actor=one,
    )


def _picture(place: int) -> Picture:
    rows = Picture.objects.filter(incident__code=CODE, item__title=case.FILES[place].title)
    return rows.order_by("number")[0]
