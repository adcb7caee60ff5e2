"""A whole case: files, pictures with working copies, two observers, a finding that two have checked."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from tests.bureau.incidents.story import ANALYST, SECOND, THIRD, open_case
from tests.imaging.drawn import as_file, drawn

from antigone.bureau.incidents.acts import incident_coded
from antigone.bureau.incidents.concluding.actions import review_finding, write_finding
from antigone.bureau.incidents.models import Picture
from antigone.bureau.incidents.seeing.actions import add_feature, add_picture, add_site, observe
from antigone.bureau.incidents.seeing.copies import keep_copy
from antigone.bureau.incidents.values import AlternativeSaid, FindingDraft, Overhead, PictureDraft
from antigone.bureau.ledger import Actor, Subject, action, record_event

#: Code of the case.
WITNESSED = "CASE-1"
KINDS = ("occluded", "below resolution", "another place", "older than claimed")


@action
def derive(code: str, number: int, *, actor: Actor) -> None:
    """A working copy of a picture; the pictures of tests are drawn."""
    incident = incident_coded(code, locked=True)
    picture = Picture.objects.select_related("item").get(incident=incident, number=number)
    keep_copy(
        incident,
        picture,
        "large",
        as_file(drawn(640, 480, seed=number)),
        size=(640, 480),
        faces=0,
        tool="a test's pencil 1",
        by=actor.name,
    )
    record_event("incidents.derive", actor=actor, subject=Subject("incident", code), detail={"picture": number})


def a_whole_case(folder: Path) -> UUID:
    """Two files, two pictures, damage of a road between them, and a finding. Gives the damage's public id."""
    code = open_case(folder, files=2)
    add_picture(code, 1, PictureDraft("кадр відео", gsd=0.3, at_ms=4_200), actor=ANALYST)
    later = PictureDraft("знімок згори", taken="2024-06-01T08:30Z", gsd=0.5, overhead=Overhead("супутник", cloud=0.1))
    add_picture(code, 2, later, actor=ANALYST)
    for number in (1, 2):
        derive(code, number, actor=ANALYST)
    site = add_site(code, "дорога біля табору", "road", near=(48.0159, 37.8028), actor=ANALYST)
    damage = add_feature(site, "вирва на дорозі", "road damage", size=3.0, course="stays", actor=ANALYST)
    camp = add_feature(site, "табір", "camp", size=6.0, course="free", actor=ANALYST)
    first, second = Picture.objects.order_by("number").values_list("public_id", flat=True)
    observe(damage, first, "absent", note="край дороги цілий", actor=ANALYST)
    observe(damage, second, "present", note="темне коло", actor=ANALYST)
    observe(damage, second, "present", actor=SECOND)
    observe(camp, first, "partial", actor=ANALYST)
    observe(camp, second, "obscured", note="хмара", actor=ANALYST)
    draft = FindingDraft(
        "Вирва з’явилася між записом і знімком. Чи вижили люди на записі, неясно.",
        (damage, camp),
        tuple(AlternativeSaid(kind, open=True, why="нічого цього не виключає") for kind in KINDS),
        ("Чи вижили люди на записі.", "Від чого вирва."),
    )
    number = write_finding(code, draft, actor=ANALYST)
    for reviewer in (SECOND, THIRD):
        review_finding(code, number, version=1, agrees=True, actor=reviewer)
    return damage
