"""The demonstration's case: read as an operator would, laid over each other, counted by two, and what stays unclear."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from antigone.bureau.incidents.counts.actions import series
from antigone.bureau.incidents.exporting.folder import MANIFEST
from antigone.bureau.incidents.models import Alignment, FindingVersion, Incident
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.incidents.sameness.finding import resembling
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.interfaces.papers.case.issuing import write_case
from antigone.server.demo_footage import keep_case_once
from antigone.simulation.footage import case

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPERATOR = Actor("root", "operator")


def test_it_is_kept_once_and_whole(tmp_path: Path) -> None:
    assert keep_case_once(("first", "second")) == "DRAWN-1"
    assert keep_case_once(("first", "second")) == "DRAWN-1"
    assert Incident.objects.count() == 1
    assert "proposed" in Alignment.objects.get().sentence
    assert {one.item: (one.kind, one.mirrored) for one in resembling("DRAWN-1", 2)}[3] == ("same file", True)
    counted = [(one.agreement.low, one.agreement.high) for one in series("DRAWN-1", "graves").counts]
    assert counted == [(case.GRAVES_BEFORE - 1, case.GRAVES_BEFORE), (case.GRAVES_AFTER - 1, case.GRAVES_AFTER)]
    assert "It is unclear what became of the people in the clip." in FindingVersion.objects.get().unclear
    document = case_document("DRAWN-1")
    assert len(document["items"]) == 4
    assert all(picture["copy"] for picture in document["pictures"])
    the_page_shows_it_and_is_the_same_twice(tmp_path)


def the_page_shows_it_and_is_the_same_twice(tmp_path: Path) -> None:
    for name in ("once", "twice"):
        write_case("DRAWN-1", tmp_path / name, actor=OPERATOR, language="en")
    files, again = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (tmp_path / "once", tmp_path / "twice")
    )
    assert files == again
    manifest = hashlib.sha256((tmp_path / "once" / MANIFEST).read_bytes()).hexdigest()
    events = Event.objects.filter(verb="disclosure.let_out_case", actor_name=OPERATOR.name)
    assert [one.detail["manifest_sha256"] for one in events] == [manifest, manifest]
    page = files[Path("case.en.html")].decode()
    (laid,) = [path for path in files if "-on-" in path.name]
    assert f'src="{laid}"' in page
    assert "a person has to check it. It is no finding." in page
    assert f'<td data-name="two people&#x27;s counts">{case.GRAVES_AFTER - 1}–{case.GRAVES_AFTER}</td>' in page
    assert "The same recording as file 2, published again in a mirror." in page
