"""Every version is read, however it is written; hostile XML is not."""

from __future__ import annotations

import resource
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.interfaces.exchange.pfif.documents import read

from antigone.interfaces.exchange import BrokenTable, UnreadableFile, WrongFormat
from antigone.interfaces.exchange.pfif import Note, Person, open_pfif, read_stream, write_pfif

_NEW_NAMES = {
    "home_zip": "home_postal_code", "first_name": "given_name", "last_name": "family_name",
    "found": "author_made_contact", "other": "description",
}  # fmt: skip


def fields_of(text: str) -> dict[str, str]:
    """The innermost elements of a piece of XML by regular expression, which shares nothing with the reader."""
    import re

    found = re.findall(r"<pfif:(\w+)>([^<]*)</pfif:\1>", re.sub(r"<!--.*?-->", "", text))
    said = {_NEW_NAMES.get(name, name): value.strip() for name, value in found if value.strip()}
    if said.get("description", "").startswith("description:\n"):
        said["description"] = said["description"].removeprefix("description:\n").strip()
    return said


@pytest.mark.parametrize("name", ["1.1", "1.2", "1.4"])
def test_the_reference_documents_are_read_exactly(reference: Path, name: str) -> None:
    path = reference / "pfif" / f"test.pfif-{name}.xml"
    text = path.read_text(encoding="utf-8")
    head, *pieces = text.split("<pfif:note>")
    with open_pfif(path) as file:
        (person,) = file.records()
    assert isinstance(person, Person)
    assert person.fields == fields_of(head)
    assert person.warnings == ()
    owner = {"person_record_id": "test.google.com/person.21009"}
    assert [note.fields for note in person.notes] == [fields_of(piece) | owner for piece in pieces]


def test_the_reference_notes_that_stand_alone_are_read_exactly(reference: Path) -> None:
    path = reference / "pfif" / "test.pfif-1.2-note.xml"
    with open_pfif(path) as file:
        records = list(file.records())
    pieces = path.read_text(encoding="utf-8").split("<pfif:note>")[1:]
    assert [record.fields for record in records] == [fields_of(piece) for piece in pieces]
    assert [record.line for record in records] == [3, 19]


def test_a_default_namespace_and_one_with_a_slash_are_read() -> None:
    inside = "<person_record_id>a.example/1</person_record_id><full_name>Гончар Остап</full_name>"
    for namespace in ("http://zesty.ca/pfif/1.4", "http://zesty.ca/pfif/1.4/"):
        (person,) = read(f'<pfif xmlns="{namespace}"><person>{inside}</person></pfif>')
        assert person.fields == {"person_record_id": "a.example/1", "full_name": "Гончар Остап"}


def test_a_note_inside_a_person_is_that_persons_though_the_id_comes_later_and_the_note_names_another() -> None:
    (person,) = read(
        '<p:pfif xmlns:p="http://zesty.ca/pfif/1.3"><p:person>'
        "<p:note><p:note_record_id>a.example/n</p:note_record_id>"
        "<p:person_record_id>a.example/2</p:person_record_id></p:note>"
        "<p:person_record_id>a.example/1</p:person_record_id></p:person></p:pfif>"
    )
    assert isinstance(person, Person)
    assert person.notes[0].person_id == "a.example/1"


def test_what_is_unknown_or_doubled_is_passed_over_with_a_warning() -> None:
    (person,) = read(
        '<p:pfif xmlns:p="http://zesty.ca/pfif/1.4"><p:person>\n<p:hair>fair</p:hair>\n'
        "<p:full_name>Гончар Остап</p:full_name>\n<p:full_name>Інша</p:full_name></p:person></p:pfif>"
    )
    assert person.fields == {"full_name": "Гончар Остап"}
    assert person.warnings == (
        "line 2: <hair> is no field of a person and was passed over",
        "line 4: a second full_name was passed over",
    )


def test_an_atom_feed_of_persons_and_notes_is_read() -> None:
    records = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:p="http://zesty.ca/pfif/1.4"><title>x</title>'
        "<entry><p:person><p:person_record_id>a.example/1</p:person_record_id>"
        "<p:note><p:text>seen</p:text></p:note></p:person></entry>"
        "<entry><p:note><p:note_record_id>a.example/n</p:note_record_id></p:note></entry></feed>"
    )
    assert [type(record) for record in records] == [Person, Note]
    assert isinstance(records[0], Person)
    assert records[0].notes[0].fields["text"] == "seen"


def test_descriptions_of_older_versions_lose_their_label_and_nothing_else() -> None:
    def other(text: str) -> str:
        (person,) = read(
            f'<p:pfif xmlns:p="http://zesty.ca/pfif/1.3"><p:person><p:other>{text}</p:other></p:person></p:pfif>'
        )
        return person.fields["description"]

    assert other("description:\n    tall\n    fair") == "tall\nfair"
    assert other("eyes: blue\ndescription: tall") == "eyes: blue\ndescription: tall"
    assert other("tall, without a label") == "tall, without a label"


BOMB = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "' + "&a;" * 40 + '">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("document_type", [BOMB, OUTSIDE, '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'])
def test_entities_are_refused_before_any_is_put_in(document_type: str) -> None:
    text = (
        f'{document_type}<p:pfif xmlns:p="http://zesty.ca/pfif/1.4"><p:person><p:text>&a;</p:text></p:person></p:pfif>'
    )
    with pytest.raises(WrongFormat, match="line 1: the XML declares a document type or uses entities"):
        read(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<html><body/></html>", "no person and no note of PFIF"),
        ('<a xmlns:p="http://zesty.ca/pfif/1.4"><p:person/></a>', "line 1: the root element is <a>"),
        ('<p:pfif xmlns:p="http://zesty.ca/pfif/1.4"></p:pfif>', "no person and no note of PFIF"),
        ('<p:pfif xmlns:p="http://zesty.ca/pfif/1.5"><p:person/></p:pfif>', "no person and no note of PFIF"),
    ],
)
def test_what_is_no_pfif_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(WrongFormat, match=sentence):
        read(text)


def test_a_file_cut_off_says_where() -> None:
    with pytest.raises(BrokenTable, match="document, line 2: the XML is damaged or cut off here"):
        read('<p:pfif xmlns:p="http://zesty.ca/pfif/1.4"><p:person><p:text>a</p:text></p:person>\n<p:person>')


def test_hostile_xml_gives_rows_or_one_sentence(reference: Path) -> None:
    for path in sorted((reference / "bad-input").rglob("*.xml")):
        sentence = path.name
        try:
            with open_pfif(path) as file:
                assert all(isinstance(record, Person | Note) for record in file.records())
        except UnreadableFile as trouble:
            sentence = str(trouble)
        assert path.name in sentence
        assert "\n" not in sentence


class _Endless:
    """A stream of ever more persons; memory must not follow its length."""

    def __init__(self, persons: int) -> None:
        many = (Person({"person_record_id": f"a.example/{n}", "full_name": "Гончар Остап"}) for n in range(persons))
        self._blocks: Iterator[bytes] = write_pfif(many)

    def read(self, size: int = -1) -> bytes:
        return next(self._blocks, b"")


def test_memory_does_not_grow_with_the_number_of_persons() -> None:
    def peak(persons: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in read_stream("endless", _Endless(persons))) == persons  # type: ignore[arg-type]
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    small, large = peak(500), peak(5_000)
    assert large < 2 * small + 1_000_000
    # libxml2's own memory is not traced by Python: the process as a whole stays where it was.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
