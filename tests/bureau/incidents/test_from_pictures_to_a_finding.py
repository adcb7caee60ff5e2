"""From what observers see to a finding that two others have checked, and the article's own story as a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from tests.bureau import people
from tests.bureau.incidents.story import ANALYST, SECOND, THIRD, open_case

from antigone.bureau.incidents.concluding.actions import (
    amend_finding,
    link,
    propose_decision,
    review_finding,
    sign_decision,
    unlink,
    write_finding,
)
from antigone.bureau.incidents.loading import DocumentRefused, load_case
from antigone.bureau.incidents.models import Observation, Picture
from antigone.bureau.incidents.queries import incidents_of
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.incidents.seeing.actions import (
    add_feature,
    add_picture,
    add_site,
    observe,
    state_order,
    time_picture,
)
from antigone.bureau.incidents.values import AlternativeSaid, FindingDraft, IncidentError, PictureDraft, UnknownThing
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db
ARTICLE = Path(__file__).parents[3] / "docs" / "cases" / "camp-beside-the-road.yaml"
KINDS = ("occluded", "below resolution", "another place", "older than claimed")
OPEN = tuple(AlternativeSaid(kind, open=True) for kind in KINDS)


@pytest.fixture
def code(tmp_path: Path) -> str:
    """A clip of May and an image of June, and a road that may be damaged."""
    code = open_case(tmp_path)
    add_picture(code, 1, PictureDraft("frame", gsd=0.3), actor=ANALYST)
    add_picture(code, 1, PictureDraft("image", taken="2024-06-01T08:30Z", gsd=0.5), actor=ANALYST)
    return code


@pytest.fixture
def damage(code: str) -> UUID:
    site = add_site(code, "road", "road", actor=ANALYST)
    return add_feature(site, "damage", "road damage", size=3.0, course="stays", actor=ANALYST)


def picture(number: int) -> UUID:
    found: UUID = Picture.objects.get(number=number).public_id
    return found


def see_both(damage: UUID) -> None:
    observe(damage, picture(1), "absent", actor=ANALYST)
    observe(damage, picture(1), "absent", actor=SECOND)
    observe(damage, picture(2), "present", actor=ANALYST)


def draft(damage: UUID) -> FindingDraft:
    return FindingDraft("The road was damaged meanwhile.", (damage,), OPEN, ("by what",))


def test_a_bracket_comes_from_observations_and_goes_with_a_contradiction(code: str, damage: UUID) -> None:
    see_both(damage)
    (bracket,) = case_document(code)["concluded"][str(damage)]["brackets"]
    assert bracket["after"] == [str(picture(1))]
    assert bracket["before"] == [str(picture(2))]
    assert bracket["earliest"].startswith("2024-05-20")
    assert bracket["latest"].startswith("2024-06-01T08:30")
    observe(damage, picture(1), "partial", note="at the left edge", actor=THIRD)
    answer = case_document(code)["concluded"][str(damage)]
    assert not answer["brackets"]
    assert answer["contradictions"]
    observe(damage, picture(1), "absent", note="it is a shadow", actor=THIRD)
    assert case_document(code)["concluded"][str(damage)]["brackets"]


def test_a_word_is_blind_until_its_observer_has_spoken(code: str, damage: UUID) -> None:
    see_both(damage)
    observe(damage, picture(1), "obscured", note="having read the other", actor=SECOND)
    first, second, third = Observation.objects.filter(picture__number=1).order_by("pk")
    assert (first.blind, second.blind, third.blind) == (True, True, False)


def test_nobody_observes_for_somebody_else(code: str, damage: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_staff")
        with pytest.raises(DatabaseError, match="who observes writes it down himself"), transaction.atomic():
            cursor.execute(
                "INSERT INTO incidents_observation (feature_id, picture_id, state, confidence, observer, note,"
                " entered_by)"
                " SELECT f.id, p.id, 'present', 'certain', 'somebody', '', 'x' FROM incidents_feature f,"
                " incidents_picture p WHERE p.number = 1"
            )


def test_a_finding_needs_two_who_did_not_write_it_and_a_new_version_needs_them_anew(code: str, damage: UUID) -> None:
    see_both(damage)
    number = write_finding(code, draft(damage), actor=ANALYST)
    with pytest.raises(IncidentError, match="does not review it"):
        review_finding(code, number, version=1, agrees=True, actor=ANALYST)
    review_finding(code, number, version=1, agrees=True, actor=SECOND)
    assert not case_document(code)["findings"][0]["versions"][-1]["checked"]
    review_finding(code, number, version=1, agrees=True, actor=THIRD)
    assert case_document(code)["findings"][0]["versions"][-1]["checked"]
    amend_finding(code, number, replace(draft(damage), text="It was damaged."), after=1, actor=SECOND)
    assert not case_document(code)["findings"][0]["versions"][-1]["checked"]
    with pytest.raises(IncidentError, match="newer version"):
        review_finding(code, number, version=1, agrees=True, actor=Actor("petro", "analyst"))
    with pytest.raises(IncidentError, match="meanwhile"):
        amend_finding(code, number, draft(damage), after=1, actor=THIRD)
    with pytest.raises(IncidentError, match="say why you do not agree"):
        review_finding(code, number, version=2, agrees=False, actor=THIRD)


def test_an_alternative_stays_open_until_an_observation_excludes_it(code: str, damage: UUID) -> None:
    see_both(damage)
    closed = (AlternativeSaid("occluded", open=False, why="I think so"), *OPEN[1:])
    with pytest.raises(IncidentError, match="stays open until an observation"):
        write_finding(code, replace(draft(damage), alternatives=closed), actor=ANALYST)
    seen = Observation.objects.order_by("pk")[0].public_id
    excluded = (AlternativeSaid("occluded", open=False, excluded_by=seen), *OPEN[1:])
    write_finding(code, replace(draft(damage), alternatives=excluded), actor=ANALYST)
    for wrong, sentence in (
        (replace(draft(damage), alternatives=OPEN[:3]), "each of the four alternatives"),
        (replace(draft(damage), unclear=()), "say what stays unclear"),
        (replace(draft(damage), features=()), "name the features"),
    ):
        with pytest.raises(IncidentError, match=sentence):
            write_finding(code, wrong, actor=ANALYST)


def test_somebody_last_seen_there_is_told_to_the_desk_and_untold(code: str) -> None:
    people.arrive(RecordDraft(RecordKind.MISSING, (NameDraft("Вигаданий Тарас"),), source_record_id="m-1"))
    record = Record.objects.get(source_record_id="m-1").public_id
    tie = link(code, "record", str(record), meaning="last seen", because="his call sign is heard", actor=SECOND)
    (seen,) = incidents_of(record)
    assert (seen.code, seen.meaning) == (code, "last seen")
    unlink(tie, because="another man", actor=SECOND)
    assert incidents_of(record) == []
    with pytest.raises(IncidentError, match="no part of remains"):
        link(code, "part", "P-77", meaning="found", because="there", actor=SECOND)
    with pytest.raises(IncidentError, match="no claim has the key"):
        link(code, "claim", "nothing", meaning="counted", because="there", actor=SECOND)
    with pytest.raises(UnknownThing):
        link(code, "record", "nobody", meaning="seen", because="there", actor=SECOND)


def test_two_decide_and_never_one(code: str) -> None:
    decision = propose_decision(code, "publish", because="the court has published it", actor=SECOND)
    with pytest.raises(IncidentError, match="another person signs"):
        sign_decision(decision, actor=SECOND)
    sign_decision(decision, actor=THIRD)


def test_two_cameras_with_wrong_clocks_and_an_image_put_right(code: str, damage: UUID) -> None:
    """The image turns out to be older than the clip: what was a bracket becomes a contradiction; nothing is lost."""
    see_both(damage)
    time_picture(code, 2, taken="2024-05-01", because="the catalogue of the satellite", gsd=0.5, actor=ANALYST)
    assert case_document(code)["concluded"][str(damage)]["contradictions"]
    state_order(code, 1, 2, said_by="the newspaper", actor=ANALYST)
    (contradiction, *_rest) = case_document(code)["concluded"][str(damage)]["contradictions"]
    assert contradiction["pictures"]


def test_the_articles_story_leaves_unclear_what_it_leaves_unclear() -> None:
    code = load_case(yaml.safe_load(ARTICLE.read_text()), ARTICLE.parent, actor=ANALYST)
    case = case_document(code)
    assert [one["held"] for one in case["items"]] == [False, False, False]
    # No pixel was measured, so no absence counts, and nothing follows about when anything changed.
    assert all(not answer["brackets"] for answer in case["concluded"].values())
    assert "Whether the soldiers seen in the footage survived." in case["findings"][0]["versions"][0]["unclear"]
    # One measurement is what it takes: then the stated order gives a bracket without dates.
    number = next(one["number"] for one in case["pictures"] if "video" in one["label"])
    time_picture(code, number, taken="", because="the width of the road is known", gsd=0.2, actor=ANALYST)
    answers = case_document(code)["concluded"]
    brackets = [one for answer in answers.values() for one in answer["brackets"]]
    assert [(one["change"], one["earliest"], one["latest"]) for one in brackets] == [("appeared", None, None)]


def test_a_document_that_is_none_says_what_is_wrong() -> None:
    good = yaml.safe_load(ARTICLE.read_text())
    for wrong, sentence in (
        ([], "a case is a mapping"),
        (good | {"verdict": "guilty"}, "«verdict» is no part of a case"),
        (good | {"code": "A-1", "items": [{"title": "x"}]}, "obtained_on"),
        (good | {"code": "A-2", "observations": [{"feature": "x", "picture": 1}]}, "state|no site has a feature"),
    ):
        with pytest.raises(DocumentRefused, match=sentence):
            load_case(wrong, ARTICLE.parent, actor=ANALYST)
