"""What is written is what the reference implementation writes, and comes back equal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interfaces.exchange.pfif.documents import HOME, NOW, persons, plain, read, written

from antigone.interfaces.exchange.pfif import (
    VERSIONS,
    Note,
    Person,
    UnknownVersion,
    lost_in,
    placeholder,
    version_named,
)
from antigone.interfaces.exchange.pfif.values import expired, newest_status

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>antigone.example/person.17</pfif:person_record_id>
    <pfif:entry_date>2026-09-01T10:00:00Z</pfif:entry_date>
    <pfif:expiry_date>2026-10-11T10:00:00Z</pfif:expiry_date>
    <pfif:source_date>2026-09-01T09:58:12Z</pfif:source_date>
    <pfif:full_name>Іваненко Петро Степанович
Ivanenko Petro</pfif:full_name>
    <pfif:note>
      <pfif:note_record_id>antigone.example/note.3</pfif:note_record_id>
      <pfif:person_record_id>antigone.example/person.17</pfif:person_record_id>
      <pfif:author_name>Antigone desk</pfif:author_name>
      <pfif:source_date>2026-09-01T09:59:00Z</pfif:source_date>
      <pfif:status>information_sought</pfif:status>
      <pfif:text>Ask &amp; tell &lt;here&gt;</pfif:text>
    </pfif:note>
  </pfif:person>
</pfif:pfif>
"""


def test_a_document_of_the_reference_comes_back_byte_for_byte() -> None:
    assert written(read(DOCUMENT)).decode() == DOCUMENT


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.4"])
def test_each_golden_document_is_written_in_the_standard_order_of_its_version(reference: Path, version: str) -> None:
    """The reference's writer, told over again: fields in order, empty ones out, mandatory ones in, a note's person."""
    text = (reference / "pfif" / f"test.pfif-{version}.xml").read_text(encoding="utf-8")
    (person,) = read(text)
    assert isinstance(person, Person)
    known = VERSIONS[version]
    old = {"given_name": "first_name", "family_name": "last_name", "author_made_contact": "found",
           "description": "other"} | ({"home_postal_code": "home_zip"} if version == "1.1" else {})  # fmt: skip
    names = {} if version == "1.4" else old

    def laid_out(fields: dict[str, str], order: tuple[str, ...], needed: frozenset[str], indent: str) -> str:
        said = {names.get(name, name): value for name, value in fields.items()}
        if "other" in said:
            said["other"] = "description:\n    " + said["other"]
        return "".join(
            f"{indent}<pfif:{name}>{said.get(name, '')}</pfif:{name}>\n"
            for name in order
            if said.get(name) or name in needed
        )

    expected = f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">\n'
    expected += "  <pfif:person>\n" + laid_out(dict(person.fields), known.person, known.needed_of_person, "    ")
    for note in person.notes:
        inside = laid_out(dict(note.fields), known.note, known.needed_of_note, "      ")
        expected += f"    <pfif:note>\n{inside}    </pfif:note>\n"
    assert written([person], version).decode() == expected + "  </pfif:person>\n</pfif:pfif>\n"


@pytest.mark.parametrize("number", list(VERSIONS))
def test_what_goes_out_in_a_version_comes_in_equal(number: str) -> None:
    version = VERSIONS[number]

    @settings(max_examples=60)
    @given(st.lists(persons(version), min_size=1, max_size=3))
    def comes_back(people: list[Person]) -> None:
        named = [
            person if "full_name" in version.person or {"given_name", "family_name"} & person.fields.keys()
            else Person({**person.fields, "family_name": "Гончар"}, person.notes)
            for person in people
        ]  # fmt: skip
        assert [plain(one) for one in read(written(named, number))] == [plain(one) for one in named]

    comes_back()


@settings(max_examples=60)
@given(persons(VERSIONS["1.4"]), st.sampled_from(["1.1", "1.2", "1.3"]))
def test_what_an_older_version_loses_is_listed_and_nothing_else(person: Person, number: str) -> None:
    (back,) = read(written([person], number))
    assert isinstance(back, Person)
    lost = set(lost_in(person, VERSIONS[number]))
    kept = {name: text for name, text in person.fields.items() if name not in lost}
    if "full_name" in lost and not {"given_name", "family_name"} & kept.keys():
        kept["family_name"] = person.fields["full_name"].partition("\n")[0]
    assert back.fields == kept
    for note, again in zip(person.notes, back.notes, strict=True):
        assert again.fields == {name: text for name, text in note.fields.items() if f"note.{name}" not in lost}


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    (back,) = read(written([Person({"full_name": "Гон\x00чар\x0b\ud800 \uffff😀", "description": "a\r\nb\rc"})]))
    assert back.fields == {"full_name": "Гончар 😀", "description": "a\nb\nc"}


def test_notes_that_stand_alone_are_left_out_of_version_1_1() -> None:
    note = Note({"note_record_id": f"{HOME}/n", "person_record_id": f"{HOME}/p", "text": "seen"})
    assert "seen" not in written([note], "1.1").decode()
    assert "seen" in written([note], "1.2").decode()


def test_an_unknown_version_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownVersion, match=r"«1\.5» is no version of PFIF; write one of 1\.1, 1\.2, 1\.3, 1\.4"):
        version_named("1.5")


def test_an_expired_person_leaves_ids_and_dates_alone() -> None:
    (person,) = read(DOCUMENT)
    assert isinstance(person, Person)
    assert expired(person, NOW)
    assert written([placeholder(person, NOW)]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">\n  <pfif:person>\n'
        "    <pfif:person_record_id>antigone.example/person.17</pfif:person_record_id>\n"
        "    <pfif:entry_date>2026-11-27T12:00:00Z</pfif:entry_date>\n"
        "    <pfif:expiry_date>2026-10-11T10:00:00Z</pfif:expiry_date>\n"
        "    <pfif:source_date>2026-11-27T12:00:00Z</pfif:source_date>\n"
        "    <pfif:full_name></pfif:full_name>\n  </pfif:person>\n</pfif:pfif>\n"
    )


def test_a_person_stands_as_the_note_of_the_latest_source_date_says(reference: Path) -> None:
    (person,) = read((reference / "pfif" / "test.pfif-1.4.xml").read_text(encoding="utf-8"))
    assert isinstance(person, Person)
    newest = newest_status(person.notes)
    assert newest is not None
    # The file's last note is back-dated and does not count.
    assert newest.fields["status"] == "is_note_author"
