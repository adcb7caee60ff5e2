"""Families on the desk: labels and words, never a name or a genotype; a withdrawal destroys."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.bureau.identification.swabs import KEY
from tests.bureau.identification.town import FREQUENCIES, Town, searched
from tests.interfaces.desk.conftest import signed_in

from antigone.bureau.identification import actions
from antigone.bureau.identification.families import families_with, family_page
from antigone.bureau.identification.models import Family, Profile
from antigone.bureau.identification.values import DonorDraft, FamilyDraft, TreeMember
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event

CASE_WORKER = Actor("taras", "case worker")


@pytest.fixture
def town(office: None) -> Town:
    made = Town(4)
    made.settle(uses=("search", "quality"))
    searched()
    return made


def address(route: str, label: str = "F-1", **more: object) -> str:
    return reverse(f"desk:{route}", kwargs={"public_id": Family.objects.get(label=label).public_id, **more})


def donor(label: str = "F-1", relation: str = "mother") -> int:
    family = family_page(Family.objects.get(label=label).public_id)
    return next(one.number for one in family.donors if one.relation == relation)


@pytest.fixture
def laboratory(town: Town, staff_rights: None) -> Client:
    return signed_in("lab")


@pytest.fixture
def case_worker(town: Town, staff_rights: None) -> Client:
    return signed_in("taras")


def test_families_are_listed_the_most_telling_first_and_found_by_label(laboratory: Client) -> None:
    page = laboratory.get("/families/").text
    assert [f"F-{n}" in page for n in range(4)] == [True] * 4
    assert "extremely strong support" in page
    found = laboratory.post("/families/", {"label": "f-2"}).text
    assert "F-2" in found
    assert "F-1" not in found
    by_swab = laboratory.post("/families/", {"label": "R-3m"}).text
    assert "F-3" in by_swab
    assert "F-1" not in by_swab
    assert "No family and no sample" in laboratory.post("/families/", {"label": "nobody"}).text


def test_a_family_tells_donors_samples_and_what_dna_says(laboratory: Client) -> None:
    page = laboratory.get(address("family")).text
    for word in ("mother", "father", "R-1m", "search among all remains", "2026-05-02", "profile read", "solomiia"):
        assert word in page, word
    assert "S-1" in page
    assert "extremely strong support" in page
    assert "two people decide" in page.lower()


@pytest.mark.parametrize("who", ["lab", "taras", "watcher"])
def test_nobody_reads_a_genotype_or_an_id_of_the_tree(who: str, town: Town, staff_rights: None) -> None:
    client = signed_in(who)
    pages = [
        client.get(address("family")).text,
        client.get(address("family-tree")).text,
        client.get(address("family-next")).text,
        client.get("/families/").text,
    ]
    # As words: the letters of a short one stand in some form's random token now and then.
    shown = " ".join(pages[1:])
    names = [marker for marker in FREQUENCIES if re.search(rf"\b{re.escape(marker)}\b", shown)]
    assert names == []
    for page in pages:
        assert "Іваненко" not in page
        assert "M-1<" not in page
        assert '"M-1"' not in page
        for marker, alleles in town.sons[1].items():
            assert f"{marker} {'/'.join(alleles)}" not in page
            assert json.dumps(list(alleles)) not in page


def test_the_laboratory_is_led_to_no_record_and_a_case_worker_is(town: Town, staff_rights: None) -> None:
    assert "/records/" not in signed_in("lab").get(address("family")).text
    assert "/records/" in signed_in("taras").get(address("family")).text


def test_the_tree_is_drawn_in_words_for_kin(laboratory: Client) -> None:
    answer = laboratory.get(address("family-tree"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "mother" in answer.text
    assert "The arrow points to the missing person." in answer.text
    assert 'fill="#1b1b1b"' in answer.text


def test_whom_to_ask_next_is_told_from_the_tree_alone(town: Town) -> None:
    members = (
        TreeMember("Іваненко", "x", "Марія", "M"),
        TreeMember("Марія", "", "", "F"),
        TreeMember("x", "", "", "M"),
        TreeMember("b", "x", "Марія", "M"),
    )
    actions.keep_families(
        [FamilyDraft("F-9", "M-0", "Іваненко", members)],
        [DonorDraft("F-9", "Марія", "R-9", "mother", ("search",), date(2026, 5, 2))],
        actor=CASE_WORKER,
    )
    from antigone.bureau.identification.values import ProfileDraft

    actions.keep_profiles([ProfileDraft("R-9", town.parents[0][1])], key=KEY, actor=CASE_WORKER)
    page = signed_in("taras").get(address("family-next", "F-9")).text
    assert "Ask first: father." in page
    assert "and also: brother" in page
    assert "Марія" not in page
    fewer = signed_in("taras").post(address("family-next", "F-9"), {"bodies": "2"}).text
    assert "among 2 bodies" in fewer
    wrong = signed_in("taras").post(address("family-next", "F-9"), {"bodies": "1"})
    assert wrong.status_code == 400


def test_a_donor_withdraws_after_a_page_that_says_what_it_means(case_worker: Client) -> None:
    where = address("family-withdraw", donor=donor())
    asked = case_worker.get(where).text
    assert "cannot be brought back" in asked.lower()
    assert "R-1m" in asked
    unsure = case_worker.post(where, {})
    assert unsure.status_code == 400
    assert "Tick this" in unsure.text
    done = case_worker.post(where, {"sure": "on"}, follow=True)
    assert "has withdrawn; profiles destroyed: 1" in done.text
    assert "withdrawn on" in done.text
    assert "DNA speaks for no sample" in done.text
    assert not Profile.objects.filter(sample__label="R-1m", destroyed_on__isnull=True).values("pk").exists()
    event = Event.objects.get(verb="identification.withdraw_consent")
    assert (event.actor_name, event.actor_role) == ("taras", "case worker")
    assert case_worker.get(where).status_code == 404
    assert case_worker.post(where, {"sure": "on"}).status_code == 404


def test_nothing_there_is_nothing_there(case_worker: Client) -> None:
    assert case_worker.get("/families/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert case_worker.get(address("family-withdraw", donor=999_999)).status_code == 404
    assert case_worker.get(address("family-withdraw", "F-2", donor=donor("F-1"))).status_code == 404


def test_many_families_are_counted_and_the_first_are_shown(town: Town) -> None:
    rows, total = families_with(limit=2)
    assert (len(rows), total) == (2, 4)
    assert rows[0].strongest is not None
    assert rows[0].strongest >= (rows[1].strongest or 0)
    assert (rows[0].donors, rows[0].read, rows[0].withdrawn) == (2, 2, 0)
