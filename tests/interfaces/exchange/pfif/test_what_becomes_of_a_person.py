"""The table of docs/exchange.md: what of a person and its notes becomes which field of a record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.interfaces.exchange.pfif.documents import HOME, NOW, persons, plain, read

from antigone.bureau.registry.drafts import NameKind, ParsedRow, RecordDraft, RecordKind, RejectedRow, Sex
from antigone.interfaces.exchange.pfif import STATUSES, VERSIONS, Note, Person, open_pfif
from antigone.interfaces.exchange.pfif.drafts import KINDS, NOT_KEPT, draft_of, original_of, person_of
from antigone.interfaces.exchange.pfif.rows import rows_of

ROOT = Path(__file__).parents[4]


def person(*notes: dict[str, str], **fields: str) -> Person:
    base = {"person_record_id": f"{HOME}/1", "full_name": "Гончар Остап", "source_date": "2022-05-01T10:00:00Z"}
    return Person({**base, **fields}, tuple(Note(note) for note in notes))


def draft(*notes: dict[str, str], **fields: str) -> RecordDraft:
    return draft_of(person(*notes, **fields))[0]


def rows(tmp_path: Path, inside: str, **kept: dict[str, str]) -> tuple[list[ParsedRow | RejectedRow], list[str]]:
    path = tmp_path / "list.xml"
    path.write_text(f'<p:pfif xmlns:p="http://zesty.ca/pfif/1.4">{inside}</p:pfif>', encoding="utf-8")
    gone: list[str] = []
    known = {f"{HOME}/{name}": original for name, original in kept.items()}
    with open_pfif(path) as file:
        found = rows_of(
            file,
            now=NOW,
            kind=None,
            own_domains=frozenset({"bureau.example"}),
            kept=lambda ids: {one: known[one] for one in ids if one in known},
            gone=gone.append,
        )
        return list(found), gone


@pytest.mark.parametrize("status", ["", *sorted(STATUSES)])
def test_no_status_makes_anybody_dead(status: str) -> None:
    read_as = draft({"status": status, "source_date": "2022-05-02T00:00:00Z", "text": "He fell."})
    assert read_as.kind is RecordKind.MISSING
    assert read_as.status == status
    assert (read_as.occurred_date, read_as.cause, read_as.burial_place) == ("", "", "")


def test_the_table_in_the_docs_is_what_the_code_does() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `(\w+)` \| ([a-z]+) \|", page, re.MULTILINE))
    assert {status: table[status or "none"] for status in KINDS if status or "none" in table} == {
        status: kind.value for status, kind in KINDS.items()
    }
    assert set(re.findall(r"`(\w+)`", page.partition("Never kept:")[2].partition("\n\n")[0])) == set(NOT_KEPT)


def test_each_field_has_its_place() -> None:
    read_as = draft(
        {"source_date": "2022-05-03T00:00:00Z", "author_name": "Сусід", "text": "Бачив.", "status": "believed_alive",
         "last_known_location": "Балаклія", "author_made_contact": "true"},
        {"source_date": "2022-05-02T00:00:00Z", "text": "Чув.", "last_known_location": "Ізюм",
         "linked_person_record_id": f"{HOME}/2"},
        full_name="Гончар Остап\nOstap Honchar", given_name="Остап", family_name="Гончар", alternate_names="Мазай",
        sex="male", home_city="Ізюм", home_country="UA", description="шрам на руці", author_name="Сестра",
        source_name="Repository", source_url="https://repository.example/1", date_of_birth="1987-05",
    )  # fmt: skip
    assert [(name.value, name.kind) for name in read_as.names] == [
        ("Гончар Остап", NameKind.PRIMARY), ("Ostap Honchar", NameKind.ALIAS), ("Мазай", NameKind.ALIAS),
    ]  # fmt: skip
    assert (read_as.source_record_id, read_as.sex, read_as.birth_date) == (f"{HOME}/1", Sex.MALE, "1987-05")
    assert (read_as.residence, read_as.last_seen_place) == ("Ізюм, UA", "Балаклія")
    assert read_as.circumstances == (
        "2022-05-02: Чув.\n2022-05-03, Сусід, believed_alive, says that he was in contact with the person: Бачив."
    )
    assert (read_as.description, read_as.informant) == ("шрам на руці", "Сестра")
    assert read_as.note == f"Repository; https://repository.example/1; linked by its source with {HOME}/2"
    assert read_as.source_date == "2022-05-03T00:00:00Z"


def test_an_age_becomes_the_years_of_birth_that_it_allows_on_the_day_it_was_told() -> None:
    assert draft(age="35-45").birth_date == "1976/1987"
    assert draft(age="30").birth_date == "1991/1992"
    assert draft(age="３０〜x").birth_date == ""
    assert draft(age="30", source_date="").birth_date == ""
    assert draft(age="30", date_of_birth="1990").birth_date == "1990"


@settings(max_examples=60)
@given(persons(VERSIONS["1.4"]))
def test_what_came_in_is_kept_but_for_what_is_listed(one: Person) -> None:
    kept = person_of(original_of(one))
    without = [{name: text for name, text in part.fields.items() if name not in NOT_KEPT} for part in (one, *one.notes)]
    assert plain(kept) == ("Person", without[0], tuple(without[1:]))


def test_expired_own_nameless_and_homeless_persons_are_rejected_with_the_reason(tmp_path: Path) -> None:
    def element(identifier: str, more: str = "<p:full_name>Гончар Остап</p:full_name>") -> str:
        return f"<p:person><p:person_record_id>{identifier}</p:person_record_id>{more}</p:person>\n"

    expiry = "<p:expiry_date>2026-10-01T00:00:00Z</p:expiry_date>"
    found, gone = rows(
        tmp_path,
        element("bureau.example/person.1")
        + element(f"{HOME}/2", expiry)
        + element(f"{HOME}/3", "")
        + element("17")
        + element(f"{HOME}/4"),
    )
    assert gone == [f"{HOME}/2"]
    assert [row.reason for row in found if isinstance(row, RejectedRow)] == [
        "this is the bureau's own record come back; its own words are no second source",
        f"expired at {HOME} on 2026-10-01; nothing of it may be kept",
        "names nobody; write the name as full_name",
        "a person needs a person_record_id: the home repository's domain, a slash and its own id",
    ]
    assert [row.line for row in found] == [1, 2, 3, 4, 5]


NOTE = (
    "<p:note><p:note_record_id>{home}/n{n}</p:note_record_id><p:person_record_id>{home}/{person}</p:person_record_id>"
    "<p:source_date>2026-09-0{n}T00:00:00Z</p:source_date><p:text>note {n}</p:text></p:note>"
)


def test_notes_that_stand_alone_join_their_person_wherever_they_stand(tmp_path: Path) -> None:
    one = (
        f"<p:person><p:person_record_id>{HOME}/1</p:person_record_id><p:full_name>Гончар Остап</p:full_name></p:person>"
    )
    before, after = NOTE.format(home=HOME, person=1, n=1), NOTE.format(home=HOME, person=1, n=2)
    (row,), _ = rows(tmp_path, before + one + after)
    assert isinstance(row, ParsedRow)
    assert row.draft.circumstances == "2026-09-01: note 1\n2026-09-02: note 2"


def test_a_file_of_notes_reaches_persons_that_are_kept_and_nobody_else(tmp_path: Path) -> None:
    original = original_of(
        person({"note_record_id": f"{HOME}/n1", "text": "note 1", "source_date": "2026-09-01T00:00:00Z"})
    )
    both = "".join(NOTE.format(home=HOME, person=who, n=n) for who, n in ((1, 2), (1, 1), (7, 3)))
    found, _ = rows(tmp_path, both, **{"1": original})
    assert isinstance(found[0], ParsedRow)
    assert found[0].draft.circumstances == "2026-09-01: note 1\n2026-09-02: note 2"
    assert found[0].draft.source_record_id == f"{HOME}/1"
    assert isinstance(found[1], RejectedRow)
    assert found[1].value == f"{HOME}/7"


def test_the_reference_document_arrives(reference: Path) -> None:
    (one,) = read((reference / "pfif" / "test.pfif-1.4.xml").read_bytes())
    assert isinstance(one, Person)
    read_as, warnings = draft_of(one)
    assert [name.value for name in read_as.names] == [
        "_test_full_name1", "_test_full_name2", "_test_family_name _test_given_name",
        "_test_alternate_name1", "_test_alternate_name2",
    ]  # fmt: skip
    assert (read_as.status, read_as.last_seen_place) == ("is_note_author", "19.16592425362802 -71.9384765625")
    assert "_test_author_email" not in str(read_as) + str(warnings)
