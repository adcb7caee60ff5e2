"""A registrar enters a record: nothing obligatory, dates as people write them, the treaty's minimum beside it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.interfaces.desk.office import CONFIDENCE, MEMORIAL, REGISTRAR

from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record, Source
from antigone.interfaces.desk.registrars.record_form import RecordForm

KEEP = {"do": "keep"}
PRISONER = KEEP | {
    "name_0": "Бондаренко  Вадим Сергійович",
    "name_kind_0": "primary",
    "name_1": "Bondarenko Vadym",
    "name_kind_1": "transliteration",
    "birth_date": "12 березня 1987",
    "age": "",
    "sex": "male",
    "rank": "старший солдат",
    "occurred_date": "травень 2022",
    "occurred_place": "Маріуполь",
    "status": "captivity confirmed by the neutral agency",
}


def keep(client: Client, kind: str = "prisoner", **fields: str) -> Record:
    before = set(Record.objects.values_list("pk", flat=True))
    answer = client.post(f"/records/new/{kind}/", KEEP | fields)
    assert answer.status_code == 302, answer.text
    return Record.objects.exclude(pk__in=before).get()


def refused(client: Client, kind: str = "prisoner", **fields: str) -> str:
    before = Record.objects.count()
    answer = client.post(f"/records/new/{kind}/", KEEP | fields)
    assert answer.status_code == 400
    assert Record.objects.count() == before
    return answer.text


def test_what_was_written_is_kept_as_it_was_understood(registrar: Client) -> None:
    record = keep(registrar, **PRISONER)
    said = record_card(record.public_id).said
    assert said.names == (
        NameDraft("Бондаренко Вадим Сергійович"),
        NameDraft("Bondarenko Vadym", NameKind.TRANSLITERATION),
    )
    assert (said.birth_date, said.occurred_date, said.rank) == ("1987-03-12", "2022-05", "старший солдат")
    page = registrar.get(f"/records/{record.public_id}/").text
    assert "12 March 1987" in page
    assert "The record is kept." in page


def test_dates_stay_as_they_were_typed_in_the_row_as_received(registrar: Client) -> None:
    record = keep(registrar, **PRISONER)
    assert record.original == {"Birth date": "12 березня 1987", "Captured on": "травень 2022"}


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("12.03.1987", "1987-03-12"),
        ("12/03/1987", "1987-03-12"),
        ("1987-03-12", "1987-03-12"),
        ("12 марта 1987", "1987-03-12"),
        ("03.1987", "1987-03"),
        ("March 1987", "1987-03"),
        ("1987", "1987"),
        ("около 1987", "1987~"),
        ("1987?", "1987?"),
        ("1985-1987", "1985/1987"),
        ("до 1990", "../1990"),
        ("1987-05-XX", "1987-05-XX"),
        ("198X", "198X"),
        ("невідомо", ""),
        ("", ""),
    ],
)
def test_dates_are_taken_as_people_write_them(written: str, edtf: str) -> None:
    form = RecordForm(RecordKind.DEAD, {"name_0": "Вадим Бондаренко", "birth_date": written})
    assert form.is_valid(), form.errors
    assert form.draft().birth_date == edtf


@pytest.mark.parametrize("written", ["31.02.1987", "12.03.2999", "1987-13-01", "2999", "2999-01-01/2999-02-01"])
def test_a_day_that_cannot_be_is_told_and_nothing_is_kept(written: str, registrar: Client) -> None:
    page = refused(registrar, **PRISONER | {"birth_date": written})
    assert "There is no such day, or it has not come yet." in page
    assert "Бондаренко" in page


@pytest.mark.parametrize("written", ["влітку", "12.03.87", "<script>", "3.1987.12", "x" * 60])
def test_what_is_no_date_is_told_with_how_to_write_one(written: str, registrar: Client) -> None:
    page = refused(registrar, **PRISONER | {"birth_date": written})
    assert "We could not read this date. Write it like 12.03.1987" in page
    assert "<script>" not in page


def test_what_was_understood_is_told_back(registrar: Client) -> None:
    answer = registrar.post("/records/new/prisoner/", PRISONER | {"do": "check", "age": "30-35"})
    assert answer.status_code == 200
    for told in ("12 March 1987", "1987-03-12", "May 2022", "surname: Бондаренко", "patronymic: Сергійович", "30–35"):
        assert told in answer.text, told
    assert "Latin script" in answer.text
    assert not Record.objects.filter(rank="старший солдат").exists()


def test_the_treatys_minimum_stands_beside_the_form_item_by_item(registrar: Client) -> None:
    empty = registrar.get("/records/new/prisoner/").text
    assert "9 items of the treaty’s minimum are still missing." in empty
    filled = registrar.post("/records/check/prisoner/", PRISONER).text
    # Of article 122: number, birthplace, power, mother's maiden name. The patronymic holds the father's name.
    assert "4 items of the treaty’s minimum are still missing." in filled
    assert "mother’s maiden name" in filled
    dead = registrar.get("/records/new/dead/").text
    assert "cause of death" in dead


def test_looking_on_the_way_keeps_nothing_and_says_what_cannot_be_read(registrar: Client) -> None:
    before = Record.objects.count()
    told = registrar.post("/records/check/remains/", {"occurred_date": "31.02.2023"}).text
    assert 'data-understood="occurred_date" data-wrong' in told
    assert Record.objects.count() == before


@pytest.mark.parametrize("kind", [kind.value for kind in RecordKind])
def test_every_field_of_the_registry_can_be_filled_for_every_kind(kind: str, registrar: Client) -> None:
    texts = {
        name: f"{name} слово"
        for name, value in RecordDraft.__dataclass_fields__.items()
        if value.default == "" and not name.endswith(("_date", "_on")) and name != "sex"
    }
    dates = dict.fromkeys(
        ("birth_date", "last_seen_date", "occurred_date", "family_informed_on", "source_date"), "2020-01-02"
    )
    record = keep(registrar, kind, name_0="Бондаренко Вадим", sex="male", age="30-35", **texts, **dates)
    said = record_card(record.public_id).said
    for name, value in (texts | dates).items():
        assert getattr(said, name) == value, name
    assert (said.sex, said.age_low, said.age_high) == ("male", 30, 35)


def test_nobody_in_particular_is_refused_with_a_sentence(registrar: Client) -> None:
    assert "Nobody can be known by this record yet." in refused(registrar, "missing", circumstances="не повернувся")
    assert "Nothing is said of these remains yet." in refused(registrar, "remains", note="оглянуто")
    assert keep(registrar, "remains", occurred_place="Харківська область")
    assert keep(registrar, "missing", service_number="АВ-12071")


@pytest.mark.parametrize("name", ["невідомий", "12345", "Неизвестный №7"])
def test_a_word_for_nobody_is_no_name(name: str, registrar: Client) -> None:
    assert "This names nobody." in refused(registrar, "dead", name_0=name)


def test_more_names_come_without_a_script(registrar: Client) -> None:
    page = registrar.post("/records/new/dead/", {"do": "more", "name_0": "Перше Ім’я", "name_1": "Друге Ім’я"}).text
    assert 'name="name_3"' in page
    assert "Перше Ім’я" in page
    many = {f"name_{row}": f"Прізвисько{'абвгдежзийк'[row]} Іван" for row in range(11)}
    assert len(record_card(keep(registrar, "dead", **many).public_id).said.names) == 11


def test_a_record_of_another_source_keeps_that_sources_number(registrar: Client) -> None:
    source = Source.objects.get(name=CONFIDENCE.name)
    record = keep(registrar, "prisoner", name_0="Бондаренко Вадим", source=str(source.pk), source_record_id="c-77")
    assert (record.source_id, record.source_record_id) == (source.pk, "c-77")


def test_without_a_source_it_is_the_bureaus_own(registrar: Client) -> None:
    record = keep(registrar, "prisoner", name_0="Бондаренко Вадим")
    assert record.source.kind == "bureau"
    assert record.source_record_id.startswith("B-")


def test_a_number_that_is_taken_leads_to_its_record(registrar: Client) -> None:
    source = Source.objects.get(name=MEMORIAL.name)
    page = refused(registrar, "dead", name_0="Бондаренко Вадим", source=str(source.pk), source_record_id="m-1")
    assert "This source has a record of this number already." in page
    assert f"/records/{Record.objects.get(source_record_id='m-1').public_id}/" in page


def test_a_deleted_record_is_not_entered_again(registrar: Client) -> None:
    record = Record.objects.get(source_record_id="m-1")
    delete_record(str(record.public_id), reason="asked", actor=REGISTRAR)
    source = Source.objects.get(name=MEMORIAL.name)
    page = refused(registrar, "dead", name_0="Бондаренко Вадим", source=str(source.pk), source_record_id="m-1")
    assert "was deleted and stays deleted" in page


def test_kinds_and_sources_that_do_not_exist_are_refused(registrar: Client) -> None:
    assert registrar.get("/records/new/robot/").status_code == 404
    assert registrar.post("/records/check/robot/", {}).status_code == 404
    assert "Please choose one of the list." in refused(registrar, "dead", name_0="Бондаренко Вадим", source="99999")


def test_hostile_letters_do_no_harm(registrar: Client) -> None:
    record = keep(registrar, "dead", name_0="Бонд\u202eаренко \u200bВадим", circumstances="перший рядок\nдругий\u0007")
    said = record_card(record.public_id).said
    assert said.names[0].value == "Бондаренко Вадим"
    assert said.circumstances == "перший рядок\nдругий"
