"""A registrar amends a record: on its source's ground, with every version kept, and never over another's work."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import CONFIDENCE, DEAD_NAME

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import import_records
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import NameDraft
from antigone.bureau.registry.models import Batch, Record, Source

_FIELD = re.compile(r'<input type="(?:text|hidden)" name="(\w+)"(?: value="([^"]*)")?')
_TEXT = re.compile(r'<textarea name="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', re.DOTALL)
_CHOSEN = re.compile(r'<select name="(\w+)".*?</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]*)" selected>')


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the form on a page, before anything is typed."""
    page = page[page.index('<form class="record"') :]
    sent = dict(_FIELD.findall(page)) | dict(_TEXT.findall(page))
    for select in _CHOSEN.finditer(page):
        chosen = _OPTION.search(select[0])
        sent[select[1]] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in sent.items()}


def address(source_record_id: str, act: str = "edit/") -> str:
    return f"/records/{Record.objects.get(source_record_id=source_record_id).public_id}/{act}"


def opened(client: Client, number: str = "m-1") -> dict[str, str]:
    return form_of(client.get(address(number)).text) | {"do": "keep", "basis": "source", "reason": "letter 14"}


def test_the_form_holds_what_the_record_says_and_sending_it_unchanged_changes_nothing(registrar: Client) -> None:
    form = opened(registrar)
    assert (form["name_0"], form["name_1"]) == (DEAD_NAME, "Vereshchaka Ostap")
    assert (form["birth_date"], form["rank"], form["kind"]) == ("1987-03-12", "сержант", "dead")
    answer = registrar.post(address("m-1"), form, follow=True)
    assert "The record says all this already; nothing was changed." in answer.text
    assert not Batch.objects.filter(act="amendment").exists()


@pytest.mark.parametrize("number", ["m-1", "m-2", "m-3", "c-1", "c-2"])
def test_no_record_loses_anything_by_the_form(number: str, registrar: Client) -> None:
    before = record_card(Record.objects.get(source_record_id=number).public_id).said
    form = opened(registrar, number) | {"note": "звірено з листом"}
    assert registrar.post(address(number), form).status_code == 302
    after = record_card(Record.objects.get(source_record_id=number).public_id).said
    assert after.note == "звірено з листом"
    for name in before.__dataclass_fields__:
        if name != "note":
            assert getattr(after, name) == getattr(before, name), name


def test_an_amendment_stands_in_the_history_with_who_why_and_what(registrar: Client) -> None:
    form = opened(registrar) | {"rank": "старший сержант", "birth_date": "13.03.1987"}
    registrar.post(address("m-1"), form)
    page = registrar.get(address("m-1", "history/")).text
    for told in (
        "Amended at the desk",
        "olena",
        "The source corrected itself, or said more",
        "letter 14",
        "<del>12 March 1987</del>",
        "<ins>13 March 1987</ins>",
        "<del>сержант</del>",
        "<ins>старший сержант</ins>",
        "книга-2024-01.xlsx",
        "stands now",
    ):
        assert told in page, told
    assert Event.objects.filter(verb="registry.amend_record").count() == 1


def test_without_a_ground_and_a_reason_nothing_is_amended(registrar: Client) -> None:
    form = opened(registrar) | {"rank": "старший сержант"}
    for missing in ("basis", "reason"):
        answer = registrar.post(address("m-1"), form | {missing: ""})
        assert answer.status_code == 400
        assert "Please fill this in." in answer.text
        assert "старший сержант" in answer.text
    assert Record.objects.get(source_record_id="m-1").rank == "сержант"


def test_what_the_bureau_knows_is_no_ground_at_an_outside_source(registrar: Client) -> None:
    page = registrar.get(address("m-1")).text
    assert "Amend it only where that source corrected itself" in page
    assert "The bureau knows more, or better" not in page
    answer = registrar.post(address("m-1"), opened(registrar) | {"basis": "own", "rank": "майор"})
    assert answer.status_code == 400
    assert Record.objects.get(source_record_id="m-1").rank == "сержант"


def test_the_bureaus_own_record_is_amended_by_what_it_knows(registrar: Client) -> None:
    registrar.post("/records/new/missing/", {"do": "keep", "name_0": "Бондаренко Вадим"})
    number = Record.objects.get(source__kind="bureau").source_record_id
    form = opened(registrar, number) | {"basis": "own", "reason": "нова довідка", "kind": "prisoner"}
    assert registrar.post(address(number), form).status_code == 302
    assert Record.objects.get(source_record_id=number).kind == "prisoner"


def test_the_second_of_two_is_told_and_neither_loses_a_word(registrar: Client) -> None:
    mine = opened(registrar) | {"rank": "майор", "cause": "осколкове поранення"}
    theirs = opened(registrar) | {"rank": "капітан", "call_sign": "Бджола", "reason": "letter 15"}
    assert registrar.post(address("m-1"), theirs).status_code == 302

    answer = registrar.post(address("m-1"), mine)
    assert answer.status_code == 409
    assert "olena changed this record" in answer.text
    assert "theirs «капітан», yours «майор»" in answer.text
    assert Record.objects.get(source_record_id="m-1").rank == "капітан"

    again = form_of(answer.text)
    assert (again["rank"], again["cause"], again["call_sign"]) == ("майор", "осколкове поранення", "Бджола")
    assert again["reason"] == "letter 14"
    assert registrar.post(address("m-1"), again | {"do": "keep", "basis": "source"}).status_code == 302
    said = record_card(Record.objects.get(source_record_id="m-1").public_id).said
    assert (said.rank, said.cause, said.call_sign) == ("майор", "осколкове поранення", "Бджола")
    assert registrar.get(address("m-1", "history/")).text.count("Amended at the desk") == 2


def test_an_import_between_opening_and_keeping_is_told_too(office: None) -> None:
    from dataclasses import replace

    from tests.bureau.people import A_FILE
    from tests.interfaces.desk.office import REGISTRAR

    from antigone.bureau.registry.drafts import ParsedRow

    client = signed_in("olena")
    form = opened(client, "c-1") | {"note": "моє"}
    said = record_card(Record.objects.get(source_record_id="c-1").public_id).said
    newer = replace(said, names=(NameDraft("Гайдабура Юхим Саватійович"),), source_date="2025-01-01")
    import_records(CONFIDENCE, [ParsedRow(2, newer)], file=A_FILE, actor=REGISTRAR)
    answer = client.post(address("c-1"), form)
    assert answer.status_code == 409
    assert form_of(answer.text)["name_0"] == "Гайдабура Юхим Саватійович"
    assert form_of(answer.text)["note"] == "моє"


def test_taking_an_amendment_back_brings_the_former_words(registrar: Client) -> None:
    registrar.post(address("m-1"), opened(registrar) | {"rank": "майор"})
    batch = Batch.objects.get(act="amendment").pk
    assert f"/imports/{batch}/undo/" in registrar.get(address("m-1", "history/")).text
    assert "Take this back?" in registrar.get(f"/imports/{batch}/undo/").text
    registrar.post(f"/imports/{batch}/undo/")
    assert Record.objects.get(source_record_id="m-1").rank == "сержант"


def test_a_deleted_record_cannot_be_amended(registrar: Client) -> None:
    form, where = opened(registrar), address("m-1")
    registrar.post(address("m-1", "delete/"), {"reason": "asked"})
    assert registrar.post(where, form | {"rank": "майор"}).status_code == 404


def test_who_may_only_read_sees_the_versions_and_no_way_to_amend(office: None, staff_rights: None) -> None:
    case_worker = signed_in("taras")
    page = case_worker.get(address("m-1", "")).text
    assert "Its versions" in page
    assert "Amend this record" not in page
    assert case_worker.get(address("m-1", "history/")).status_code == 200
    assert case_worker.get(address("m-1")).status_code == 403


def test_an_amended_record_of_the_dead_is_found_by_families_with_its_new_words(registrar: Client) -> None:
    registrar.post(address("m-1"), opened(registrar) | {"occurred_date": "2023"})
    assert "families can find it" in registrar.get(address("m-1", "")).text
    assert Source.objects.filter(kind="bureau").count() == 0
