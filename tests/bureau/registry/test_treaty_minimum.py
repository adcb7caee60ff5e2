"""What a record lacks of the treaty minimum, by kind of record."""

from __future__ import annotations

import pytest

from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.treaty import MINIMUM, TreatyItem, missing_items

WHOLE = {
    "rank": "солдат",
    "service_number": "АВ-1",
    "birth_date": "1991-07-04",
    "birthplace": "Черкаси",
    "force": "Збройні сили",
    "mother_maiden_name": "Тищенко",
    "occurred_date": "2023-05-02",
    "occurred_place": "Суми",
    "cause": "осколкове поранення",
    "burial_place": "Лубни, сектор 3, могила 12",
    "description": "шрам на лівій руці",
}


def draft(kind: RecordKind, name: str = "Гайдабура Юхим Савич", **changes: str) -> RecordDraft:
    names = (NameDraft(name),) if name else ()
    return RecordDraft(kind, names, **(WHOLE | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_record_that_holds_everything_lacks_nothing(kind: RecordKind) -> None:
    assert missing_items(draft(kind)) == ()


@pytest.mark.parametrize("kind", list(RecordKind))
def test_an_empty_record_lacks_all_that_its_kind_needs(kind: RecordKind) -> None:
    assert missing_items(RecordDraft(kind)) == MINIMUM[kind]


def test_a_prisoner_needs_what_article_122_exchanges_and_no_cause_of_death() -> None:
    lacking = missing_items(RecordDraft(RecordKind.PRISONER))
    assert TreatyItem.MOTHER_MAIDEN_NAME in lacking
    assert TreatyItem.CAUSE not in lacking


def test_the_dead_need_the_grave_and_the_cause() -> None:
    lacking = missing_items(draft(RecordKind.DEAD, cause="", burial_place=""))
    assert lacking == (TreatyItem.CAUSE, TreatyItem.GRAVE)


def test_remains_are_described_instead_of_named() -> None:
    assert missing_items(draft(RecordKind.REMAINS, name="")) == ()
    assert missing_items(draft(RecordKind.REMAINS, description="")) == (TreatyItem.DESCRIPTION,)


@pytest.mark.parametrize("date", ["1991", "1991-07", "1991~", "1990/1992", "", "in spring"])
def test_a_vague_birth_date_is_not_the_full_date(date: str) -> None:
    assert missing_items(draft(RecordKind.PRISONER, birth_date=date)) == (TreatyItem.BIRTH_DATE,)


def test_initials_are_no_first_name_and_no_fathers_name() -> None:
    assert missing_items(draft(RecordKind.PRISONER, name="Гайдабура Ю. С.")) == (
        TreatyItem.FIRST_NAMES,
        TreatyItem.FATHER_NAME,
    )


def test_the_fathers_name_may_stand_by_itself_or_in_the_patronymic() -> None:
    assert missing_items(draft(RecordKind.PRISONER, name="Гайдабура Юхим")) == (TreatyItem.FATHER_NAME,)
    assert missing_items(draft(RecordKind.PRISONER, name="Гайдабура Юхим", father_name="Сава")) == ()


def test_a_nationality_tells_the_power_as_a_force_does() -> None:
    assert missing_items(draft(RecordKind.PRISONER, force="")) == (TreatyItem.POWER,)
    assert missing_items(draft(RecordKind.PRISONER, force="", nationality="Україна")) == ()
