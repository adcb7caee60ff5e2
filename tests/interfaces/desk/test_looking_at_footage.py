"""From files to a page: custody, the same footage again, before beside after, counts by two people, a claim."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.bureau.incidents.story import DRAFT
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import open_accounts

from antigone.bureau.figures.models import Claim as KeptClaim
from antigone.bureau.incidents.actions import add_file, open_incident
from antigone.bureau.incidents.concluding.brackets import concluded
from antigone.bureau.incidents.counts.actions import count_in, counts_shown, series
from antigone.bureau.incidents.frames.actions import read_file
from antigone.bureau.incidents.models import CustodyEvent, Incident, Mask, Picture
from antigone.bureau.incidents.sameness.finding import resembling
from antigone.bureau.incidents.seeing.actions import add_feature, add_site, observe
from antigone.bureau.incidents.values import ItemDraft
from antigone.bureau.ledger import Actor
from antigone.simulation.footage import case

ANALYST, SECOND = Actor("counts", "analyst"), Actor("taras", "case worker")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return case.write_files(tmp_path_factory.mktemp("case"))


@pytest.fixture
def story(desk: None, drawn: tuple[Path, ...]) -> Incident:
    """The drawn case, taken in and read; the repost is said to show prisoners, so it lies under a cover."""
    open_accounts()
    open_incident(DRAFT, actor=ANALYST)
    for said, path in zip(case.FILES, drawn, strict=True):
        draft = ItemDraft(
            said.title, "its publisher", date(2024, 8, 1), published=said.published, published_by=said.published_by,
            recorded=said.recorded, generation=said.generation,
            sensitivity="prisoner" if said.name == "repost.mp4" else "ordinary",
        )  # fmt: skip
        number = add_file(DRAFT.code, str(path), draft, actor=ANALYST)
        read_file(DRAFT.code, number, str(path), actor=ANALYST)
    return Incident.objects.get()


def _picture(title: str) -> Picture:
    return Picture.objects.get(item__title=next(one.title for one in case.FILES if one.name == title))


def test_the_whole_chain(story: Incident, desk: None) -> None:
    before, _clip, repost, after = (_picture(name) for name in ("before.tif", "clip.mp4", "repost.mp4", "after.tif"))
    found = {one.item: one for one in resembling(DRAFT.code, 2)}
    assert (found[3].kind, found[3].mirrored) == ("same file", True)
    # What the pictures show, and what follows between which moments.
    site = add_site(DRAFT.code, "the camp", "camp", actor=ANALYST)
    camp = add_feature(site, "tents", "camp", size=12.0, actor=ANALYST)
    observe(camp, before.public_id, "present", actor=ANALYST)
    observe(camp, after.public_id, "absent", actor=ANALYST)
    (answer,) = concluded(story).values()
    (bracket,) = answer.brackets
    assert (bracket.earliest.date(), bracket.latest.date()) == (date(2024, 5, 18), date(2024, 6, 3))
    _looked_at(story, before, after, repost)
    _counted(story, before, after)


def _looked_at(story: Incident, before: Picture, after: Picture, repost: Picture) -> None:
    analyst = signed_in("counts")
    pictures = f"/incidents/{story.public_id}/footage/"
    page = _text(analyst, pictures)
    assert "one recording, published again" in page
    assert "nobody vouches for it" in page
    assert "Lift the cover" in page
    covered = analyst.get(f"{pictures}{repost.public_id}/large.jpg").content
    analyst.post(f"{pictures}{repost.public_id}/lift/", {"reason": "it is compared with the clip"})
    assert CustodyEvent.objects.filter(verb="looked", by="counts").count() == 1
    assert analyst.get(f"{pictures}{repost.public_id}/large.jpg").content != covered
    pair = f"{pictures}{before.public_id}/{after.public_id}/"
    page = _text(analyst, pair)
    assert "they stand side by side as they are" in page
    assert "2024-05-18 00:00 UTC" in page
    assert "North is up." in page
    assert "shows 0.499 m" in page
    assert analyst.get(f"{pair}laid.jpg").status_code == 404
    assert analyst.post(f"{pair}align/", {"propose": "1"}).status_code == 302
    page = _text(analyst, pair)
    assert "as the machine proposes: check it by eye" in page
    assert "hint.jpg" not in page  # off by default
    assert "This is no finding" in _text(analyst, f"{pair}?hint=1")
    for kind in ("laid", "hint"):
        assert analyst.get(f"{pair}{kind}.jpg")["Content-Type"] == "image/jpeg"
    clicks: dict[str, Any] = {"first": "0.1,0.1;0.9,0.1;0.9,0.9", "second": "0.1,0.1;0.9,0.1;0.9,0.9"}
    assert analyst.post(f"{pair}align/", clicks | {"save": "1"}).status_code == 400
    more = clicks | {"first_at.x": "96", "first_at.y": "720", "first_width": "960", "first_height": "800"}
    assert "0.10000,0.90000" in analyst.post(f"{pair}align/", more).content.decode()
    whole = {name: f"{value};0.1,0.9" for name, value in clicks.items()} | {"save": "1"}
    assert analyst.post(f"{pair}align/", whole).status_code == 302
    assert "4 control points" in _text(analyst, pair)
    mask = f"{pictures}{after.public_id}/mark/cloud/"
    assert analyst.post(mask, {"marks": "0,0;0.2,0;0.2,0.2", "save": "1"}).status_code == 302
    assert "1 part is masked" in _text(analyst, pair)
    assert analyst.post(mask, {"remove": str(Mask.objects.get().public_id)}).status_code == 302
    assert "masked" not in _text(analyst, pair)
    assert analyst.post(mask, {"marks": "0,0", "save": "1"}).status_code == 400
    # An auditor reads; who keeps the dead does not come near.
    assert signed_in("watcher").get(pair).status_code == 200
    assert signed_in("watcher").post(f"{pair}align/", {"propose": "1"}).status_code == 403
    assert signed_in("keeper").get(pictures).status_code == 403


def _counted(story: Incident, before: Picture, after: Picture) -> None:
    analyst, worker = signed_in("counts"), signed_in("taras")
    for picture, total in ((before, case.GRAVES_BEFORE), (after, case.GRAVES_AFTER)):
        marks = [(0.1 + 0.02 * (n % 10), 0.7 + 0.03 * (n // 10)) for n in range(total)]
        address = f"/incidents/{story.public_id}/footage/{picture.public_id}/mark/graves/"
        said = ";".join(f"{x},{y}" for x, y in marks)
        assert analyst.post(address, {"marks": said, "save": "1"}).status_code == 302
        assert f"counts: {total}" not in _text(worker, address)
        assert counts_shown(picture, "graves", "taras") == []
        count_in(DRAFT.code, picture.number, "graves", marks[:-2], actor=SECOND)
        assert f"{total - 2} to {total}; {total - 2} marks lie together" in _text(worker, address)
    counted = series(DRAFT.code, "graves")
    assert [(one.agreement.low, one.agreement.high) for one in counted.counts] == [(22, 24), (39, 41)]
    assert counted.correlation is None
    figures = f"/incidents/{story.public_id}/footage/counts/graves/"
    assert "22 – 24" in _text(analyst, figures)
    assert signed_in("watcher").post(f"{figures}figures/").status_code == 403
    for _twice in range(2):
        assert analyst.post(f"{figures}figures/").status_code == 302
    assert KeptClaim.objects.count() == 2
    claim = KeptClaim.objects.get(as_of="2024-06-03")
    assert (claim.counted, claim.standing) == ("graves", "count of bodies or graves")
    assert '"low": 39' in str(claim.document).replace("'", '"')
    assert analyst.post(f"/incidents/{story.public_id}/footage/counts/tents/figures/").status_code == 404


def test_nothing_is_there_for_a_case_that_is_not(desk: None) -> None:
    open_accounts()
    analyst = signed_in("counts")
    assert analyst.get(f"/incidents/{UUID(int=0)}/footage/").status_code == 404


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())
