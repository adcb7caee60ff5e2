"""Each rule of the standard is judged with line, record and field; what is right gives nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.interfaces.exchange.pfif.documents import NOW

from antigone.interfaces.exchange.pfif import open_pfif
from antigone.interfaces.exchange.pfif.validating import Finding, Severity, validate

PERSON = """<p:person>
<p:person_record_id>a.example/1</p:person_record_id>
<p:source_date>2026-09-01T10:00:00Z</p:source_date>
<p:full_name>Гончар Остап</p:full_name>
MORE
</p:person>"""
NOTE = """<p:note>
<p:note_record_id>a.example/n1</p:note_record_id>
<p:person_record_id>a.example/1</p:person_record_id>
<p:author_name>desk</p:author_name>
<p:source_date>2026-09-01T10:00:00Z</p:source_date>
<p:text>seen</p:text>
</p:note>"""
OLD = """<p:person>
<p:person_record_id>a.example/1</p:person_record_id>
<p:first_name>OSTAP</p:first_name>
<p:last_name>HONCHAR</p:last_name>
MORE
</p:person>"""


def judged(tmp_path: Path, inside: str, version: str = "1.4") -> list[Finding]:
    path = tmp_path / "list.xml"
    path.write_text(f'<p:pfif xmlns:p="http://zesty.ca/pfif/{version}">\n{inside}\n</p:pfif>\n', encoding="utf-8")
    with open_pfif(path) as file:
        return list(validate(file, now=NOW))


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
def test_a_good_file_of_each_version_has_no_fault(tmp_path: Path, version: str) -> None:
    good = PERSON if version in ("1.3", "1.4") else OLD
    note = NOTE if version != "1.1" else NOTE.replace("<p:person_record_id>a.example/1</p:person_record_id>\n", "")
    assert judged(tmp_path, good.replace("MORE", note), version) == []


@pytest.mark.parametrize(
    ("version", "more", "line", "field", "rule"),
    [
        ("1.4", "<p:given_name/>", 6, "given_name", "empty"),
        ("1.4", "<p:given_name> Остап </p:given_name>", 6, "given_name", "white-space"),
        ("1.4", "<p:first_name>Остап</p:first_name>", 6, "first_name", "unknown"),
        ("1.3", "<p:given_name>Остап</p:given_name>", 6, "given_name", "unknown"),
        ("1.4", "<p:full_name>Інша</p:full_name>", 6, "full_name", "duplicate"),
        ("1.4", "<x>y</x>", 6, "x", "foreign"),
        ("1.4", "<p:sex>m</p:sex>", 6, "sex", "format"),
        ("1.4", "<p:date_of_birth>1987-13</p:date_of_birth>", 6, "date_of_birth", "format"),
        ("1.4", "<p:date_of_birth>13.05.1987</p:date_of_birth>", 6, "date_of_birth", "format"),
        ("1.4", "<p:age>40-30</p:age>", 6, "age", "format"),
        ("1.4", "<p:entry_date>2026-09-01 10:00</p:entry_date>", 6, "entry_date", "format"),
        ("1.4", "<p:entry_date>2026-02-30T10:00:00Z</p:entry_date>", 6, "entry_date", "format"),
        ("1.4", "<p:home_country>Ukraine</p:home_country>", 6, "home_country", "format"),
        ("1.4", "<p:home_state>Kharkiv</p:home_state>", 6, "home_state", "format"),
        ("1.4", "<p:photo_url>ftp://a.example/1</p:photo_url>", 6, "photo_url", "format"),
        ("1.4", "<p:profile_urls>https://a.example/1\n/2</p:profile_urls>", 6, "profile_urls", "format"),
        ("1.4", "<p:author_phone>by day</p:author_phone>", 6, "author_phone", "format"),
        ("1.2", "<p:home_postal_code>61 000</p:home_postal_code>", 6, "home_postal_code", "format"),
        ("1.1", "<p:source_name>a</p:source_name>", 6, "source_name", "order"),
        ("1.4", NOTE.replace("<p:text>seen</p:text>\n", ""), 6, "text", "missing"),
        ("1.4", NOTE.replace("a.example/1<", "a.example/2<"), 8, "person_record_id", "owner"),
        ("1.4", NOTE + NOTE, 12, "note_record_id", "unique"),
        ("1.4", NOTE.replace("<p:text>", "<p:status>dead</p:status><p:text>"), 11, "status", "format"),
        ("1.4", NOTE.replace(
            "<p:author_name>", "<p:linked_person_record_id>b.example/2</p:linked_person_record_id><p:author_name>"),
            6, "linked_person_record_id", "link"),
        ("1.4", "<p:expiry_date>2026-10-01T10:00:00Z</p:expiry_date>", 5, "full_name", "expired"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(
    tmp_path: Path, version: str, more: str, line: int, field: str, rule: str
) -> None:
    frame = PERSON if version in ("1.3", "1.4") else OLD
    found = judged(tmp_path, frame.replace("MORE", more), version)
    assert (line, field, rule) in [(one.line, one.field, one.rule) for one in found]


def test_mandatory_fields_ids_and_versions(tmp_path: Path) -> None:
    def rules(inside: str, version: str = "1.4") -> set[str]:
        return {one.rule for one in judged(tmp_path, inside, version)}

    whole = PERSON.replace("MORE", "")
    assert rules("<p:person><p:person_record_id>17</p:person_record_id></p:person>") == {"format", "missing"}
    assert rules(NOTE, "1.1") >= {"top-level-note", "unknown"}
    assert rules(NOTE.replace("<p:person_record_id>a.example/1</p:person_record_id>\n", "")) == {"missing"}
    assert rules(whole + whole) == {"unique"}
    assert rules(whole, "1.4/") == {"namespace"}
    assert rules(whole + '<q:person xmlns:q="http://zesty.ca/pfif/1.3"/>') >= {"mixed-versions"}
    age = whole.replace("<p:source_date>2026-09-01T10:00:00Z</p:source_date>", "<p:age>30</p:age>")
    assert rules(age) == {"age", "missing"}


def test_links_both_ways_are_no_fault(tmp_path: Path) -> None:
    def linked(own: str, other: str) -> str:
        link = f"<p:linked_person_record_id>{other}</p:linked_person_record_id>\n<p:author_name>"
        note = NOTE.replace("a.example/1<", f"{own}<").replace("n1", f"n-{own[-1]}").replace("<p:author_name>", link)
        return PERSON.replace("a.example/1<", f"{own}<").replace("MORE", note)

    assert judged(tmp_path, linked("a.example/1", "a.example/2") + linked("a.example/2", "a.example/1")) == []


def test_a_placeholder_made_in_time_is_right_and_a_late_one_is_not(tmp_path: Path) -> None:
    dates = "<p:{0}>2026-10-0{1}T10:00:00Z</p:{0}>"

    def placeholder(made: int) -> list[str]:
        inside = "".join(
            (dates.format("entry_date", made), dates.format("expiry_date", 1), dates.format("source_date", made))
        )
        text = f"<p:person><p:person_record_id>a.example/1</p:person_record_id>{inside}<p:full_name/></p:person>"
        return [one.rule for one in judged(tmp_path, text)]

    assert placeholder(2) == []
    assert placeholder(4) == ["placeholder"]


def test_notes_of_an_expired_person_must_be_empty_too(tmp_path: Path) -> None:
    person = PERSON.replace("MORE", "<p:expiry_date>2026-10-01T10:00:00Z</p:expiry_date>")
    late = [one for one in judged(tmp_path, NOTE + person) if one.rule == "expired"]
    assert [one.line for one in late if one.sentence.startswith("the note's person")] == [2]


def test_a_file_that_breaks_off_keeps_what_was_found_before(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(f'<p:pfif xmlns:p="http://zesty.ca/pfif/1.4">{PERSON}<p:person>', encoding="utf-8")
    with open_pfif(path) as file:
        found = list(validate(file, now=NOW))
    assert (found[-1].rule, found[-1].severity) == ("unreadable", Severity.ERROR)
