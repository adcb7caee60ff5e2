"""Genotypes leave with consent, with a reason and with an event, and for a partner without anybody's id."""

from __future__ import annotations

import hashlib
import json

import pytest
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.swabs import ANALYST, KEY
from tests.bureau.identification.town import Town

from antigone.bureau.disclosure.laboratories import CaseAudience, shown_case
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.letting_out import Destination, LetOut, let_out_case
from antigone.bureau.identification.models import Donor, Family
from antigone.bureau.identification.values import ConsentMissing, NotSaidWhy, UnknownFamily
from antigone.bureau.ledger.models import Event
from antigone.evidence.dna import likelihood_ratio

COURT = Destination("report", "Court of the capital", "case 7/2026")


def let_out(to: Destination, family: str = "F-1") -> LetOut:
    with acting_as("antigone_laboratory"):
        return let_out_case(KEY, family, "S-1", Assumptions(), to=to, actor=ANALYST)


def events() -> list[Event]:
    return list(Event.objects.filter(verb="identification.let_out_case"))


@pytest.mark.django_db
def test_a_partner_gets_labels_and_the_same_ratio() -> None:
    Town(3).settle(uses=("search", "report"))
    ours, theirs = let_out(Destination("case")), let_out(COURT)
    assert likelihood_ratio(theirs.case).log10 == pytest.approx(likelihood_ratio(ours.case).log10, rel=1e-12)
    assert likelihood_ratio(theirs.case).log10 > 8
    people = {member["id"] for tree in theirs.case["hypotheses"].values() for member in tree}
    assert people == {"S-1", "R-1f", "R-1m", "the missing person"}
    assert theirs.case["genotypes"].keys() == {"S-1", "R-1f", "R-1m"}
    assert "M-1" not in theirs.file.decode()


@pytest.mark.django_db
def test_the_event_says_who_got_what_for_which_reason_and_no_allele() -> None:
    Town(3).settle(uses=("search", "report"))
    made = let_out(COURT)
    (event,) = events()
    assert event.subject_id == str(Family.objects.get(label="F-1").public_id)
    assert event.detail == {
        "audience": "partner",
        "partner": "Court of the capital",
        "because": "case 7/2026",
        "form": "report",
        "sample": "S-1",
        "loci": 24,
        "people": 3,
        "sha256": hashlib.sha256(made.file).hexdigest(),
    }
    assert json.loads(made.file) == made.case


@pytest.mark.django_db
def test_whoever_did_not_allow_it_is_shown_to_no_partner() -> None:
    Town(3).settle(uses=("search", "report"))
    Donor.objects.filter(member="R-1m").update(uses=["search", "quality"])
    with pytest.raises(ConsentMissing, match="sample R-1m"):
        let_out(COURT)
    assert events() == []
    assert let_out(Destination("case")).case["genotypes"].keys() == {"S-1", "R-1f", "R-1m"}
    assert [event.detail["audience"] for event in events()] == ["laboratory"]


@pytest.mark.django_db
def test_a_partner_gets_nothing_without_a_reason_and_nobody_gets_what_is_not_there() -> None:
    Town(3).settle(uses=("search", "report"))
    with pytest.raises(NotSaidWhy, match="Court of the capital"):
        let_out(Destination("case", "Court of the capital", " "))
    with pytest.raises(UnknownFamily):
        let_out(COURT, family="F-77")
    assert events() == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["antigone_staff", "antigone_worker", "antigone_public"])
def test_no_other_role_can_let_a_case_out(role: str) -> None:
    from django.db import ProgrammingError

    Town(2).settle(uses=("search", "report"))
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"):
        let_out_case(KEY, "F-1", "S-1", Assumptions(), to=COURT, actor=ANALYST)


def test_only_what_the_allow_list_names_leaves() -> None:
    tree = [{"id": "Марія", "father": None, "mother": None, "sex": "F", "phone": "+380"}]
    case = {
        "format": "antigone-dna-ref/1",
        "diary": "secret",
        "hypotheses": {"kin": [*tree, {"id": "S", "father": None, "mother": "Марія", "sex": "M"}],
                       "stranger": [*tree, {"id": "Петро", "father": None, "mother": "Марія", "sex": "M"},
                                    {"id": "S", "father": None, "mother": None, "sex": "M"}]},
        "markers": [{"name": "TH01", "alleles": ["6"], "freqs": [1.0], "comment": "secret"}],
        "genotypes": {"S": {"TH01": ["6", "6"]}, "Марія": {"TH01": ["6", "6"]}},
    }  # fmt: skip
    shown = json.dumps(shown_case(case, CaseAudience.PARTNER, samples={"S": "S", "Марія": "R-9"}), ensure_ascii=False)
    assert not [word for word in ("secret", "+380", "Марія", "Петро") if word in shown]
    untyped = shown_case(case, CaseAudience.PARTNER, samples={"S": "S"})
    assert [member["id"] for member in untyped["hypotheses"]["stranger"]] == ["relative 1", "the missing person", "S"]
    assert untyped["hypotheses"]["stranger"][1]["mother"] == "relative 1"
    assert "Марія" in shown_case(case, CaseAudience.LABORATORY, samples={})["genotypes"]
