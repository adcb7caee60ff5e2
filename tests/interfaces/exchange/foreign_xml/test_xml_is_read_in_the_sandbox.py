"""XML from outside is parsed where nothing can be reached, and a parser that falls costs one sentence."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.people import REGISTRAR
from tests.interfaces.exchange.foreign_xml import hostile_parsers
from tests.interfaces.exchange.pfif.documents import HOME, written

from antigone.bureau.registry.models import Record
from antigone.bureau.registry.values import SourceDraft
from antigone.imaging import sandbox
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.exchange import BrokenTable, FileTooLarge, UnreadableFile, WrongFormat
from antigone.interfaces.exchange.dna import read_dna
from antigone.interfaces.exchange.errors import NotReadNow
from antigone.interfaces.exchange.foreign_xml import Selection, Whole, parsing, stream_elements, streaming
from antigone.interfaces.exchange.incoming import IncomingFile
from antigone.interfaces.exchange.incoming_formats import import_any
from antigone.interfaces.exchange.pfif import Person, open_pfif

ALL = Selection(attributes=True)


def wholes(text: str | bytes, selection: Selection = ALL) -> list[Whole]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(stream_elements("list.xml", io.BytesIO(data), selection))


def pfif(persons: int) -> bytes:
    fields = {"full_name": "Гончар Остап", "source_date": "2022-05-01T10:00:00Z"}
    return written(Person({"person_record_id": f"{HOME}/{number}", **fields}) for number in range(persons))


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Iterator[bytes]]], None]:
    """Puts another parser in the true one's place; it gets half a second to stand still in."""
    monkeypatch.setattr(streaming, "_BOUNDS", replace(streaming._BOUNDS, patience=0.5))

    def put(job: Callable[..., Iterator[bytes]]) -> None:
        monkeypatch.setattr(streaming.parsing, "elements", job)

    return put


def test_an_element_comes_with_all_below_it_and_with_where_it_stood() -> None:
    selection = Selection(("{urn:x}b",), attributes=True)
    (whole,) = wholes(
        '<r xmlns="urn:x" y="1"><a z="2">\n<b lang="uk" q="3">in<c>deep</c> and <c/>out</b>\n</a></r>', selection
    )
    element, parent, root = whole
    assert (element.tag, element.text, element.line) == ("{urn:x}b", "in and out", 2)
    assert list(element.attributes) == [("lang", "uk"), ("q", "3")]
    assert [(child.text, child.line) for child in element.children] == [("deep", 2), ("", 2)]
    assert parent is not None
    assert (parent.tag, list(parent.attributes), list(parent.children)) == ("{urn:x}a", [("z", "2")], [])
    assert (root.tag, list(root.attributes)) == ("{urn:x}r", [("y", "1")])


def test_the_root_has_no_parent() -> None:
    (whole,) = wholes("<a>text</a>", Selection(("{*}a",)))
    assert (whole.element.text, whole.parent, whole.root.tag) == ("text", None, "a")


def test_a_wanted_element_within_an_unwanted_parent_comes_with_it_alone() -> None:
    found = wholes("<r><a><b>1</b></a><b>2</b></r>", Selection(("a", "b"), not_in=("a",)))
    assert [(one.element.tag, len(one.element.children)) for one in found] == [("a", 1), ("b", 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-r", "iso-8859-5"])
def test_encodings_are_known_behind_closed_doors(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><r><a>Гончар</a></r>'
    assert [one.element.text for one in wholes(text.encode(encoding))] == ["Гончар"]


def test_what_is_not_wanted_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_BOUNDS", replace(streaming._BOUNDS, memory=48 * 1024**2))
    junk = b"<r>" + b"<j/>" * 800_000 + b"<a/></r>"
    assert len(wholes(junk, Selection(("a",)))) == 1


def test_one_record_without_end_is_refused_by_its_line() -> None:
    half = "<b>" + "x" * (parsing.MOST_OF_ONE // 2) + "</b>"
    with pytest.raises(FileTooLarge, match=r"list\.xml, line 2: the record that begins here holds more than 16 MiB"):
        wholes(f"<r>\n<a>{half}{half}</a></r>")


@pytest.mark.parametrize(
    ("job", "error", "sentence"),
    [
        (hostile_parsers.crashes, BrokenTable, "brings down the program that reads it"),
        (hostile_parsers.hangs, FileTooLarge, "takes longer to be read than any list does"),
        (hostile_parsers.takes_memory, FileTooLarge, "needs more memory to be read"),
        (hostile_parsers.talks_nonsense, BrokenTable, "brings down the program that reads it"),
        (hostile_parsers.tells_no_trouble, BrokenTable, "brings down the program that reads it"),
    ],
)
def test_a_parser_that_falls_is_one_sentence_with_file_and_line(
    parser: Callable[[Any], None],
    tmp_path: Path,
    job: Callable[..., Iterator[bytes]],
    error: type[UnreadableFile],
    sentence: str,
) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(pfif(5_000))
    parser(job)
    with open_pfif(path) as file, pytest.raises(error, match=rf"^list\.xml, after line [\d,]+: .*{sentence}") as told:
        assert len(list(file.records())) < 5_000
    assert "\n" not in str(told.value)


def test_a_laboratorys_file_goes_the_same_way(parser: Callable[[Any], None], reference: Path, tmp_path: Path) -> None:
    path = reference / "dna" / "formats" / "CODIS-32.AppendixAexample.xml"
    assert read_dna(path).samples
    parser(hostile_parsers.crashes)
    with pytest.raises(BrokenTable, match="brings down the program that reads it"):
        read_dna(path)


def test_a_parser_that_was_taken_over_gets_nowhere(parser: Callable[[Any], None]) -> None:
    """Tried from inside: files, sockets, processes, signals, executable memory."""
    parser(hostile_parsers.tries_to_get_out)
    with pytest.raises(BrokenTable, match=r"\(open: \[\]\)"):
        wholes("<a/>")


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE r SYSTEM "{}">',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "{}"> %x;]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "{}">]>',
    ],
)
def test_a_file_that_a_document_type_names_is_not_opened(tmp_path: Path, document_type: str) -> None:
    named = tmp_path / "named.dtd"
    named.write_text('<!ENTITY a "let in">')
    with pytest.raises(WrongFormat, match="line 1: the XML declares a document type"):
        wholes(document_type.format(named) + "<r><a>&a;</a></r>")


def test_without_a_sandbox_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_named: object) -> Iterator[bytes]:
        raise SandboxUnavailable("gone")

    monkeypatch.setattr(sandbox.calling, "asked", gone)
    with pytest.raises(NotReadNow, match="antigone doctor"):
        wholes("<r><a/></r>")


@pytest.mark.django_db
def test_an_import_whose_parser_falls_keeps_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(pfif(2_000))
    source = SourceDraft("Repository")
    with monkeypatch.context() as patched:
        patched.setattr(streaming.parsing, "elements", hostile_parsers.crashes)
        with pytest.raises(BrokenTable, match="nothing of it was kept"):
            import_any(IncomingFile(path), source, actor=REGISTRAR)
    assert not Record.objects.exists()
    path.write_bytes(pfif(3))
    assert import_any(IncomingFile(path), source, actor=REGISTRAR).summary.added == 3
