"""Every record of every list is somebody, and what it says is what that person's truth allows."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from tests.simulation.reading import WrittenWorld

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange import ParsedRow, load_mapping, open_table, read_drafts
from antigone.simulation import LISTS, SourceList

ANY_LIST = pytest.mark.parametrize("source", LISTS, ids=lambda source: source.file)


def test_every_record_is_linked_once_and_every_link_is_a_record(written: WrittenWorld) -> None:
    linked = Counter((link["file"], link["record_id"]) for link in written.links)
    assert set(linked.values()) == {1}
    records = {(source.file, row[source.columns[0].header]) for source in LISTS for row in written.lists[source.file]}
    assert records == set(linked)
    assert {link["person_id"] for link in written.links} <= set(written.persons)


def test_reports_name_living_relatives_as_informants(written: WrittenWorld) -> None:
    reporting = [link for link in written.links if link["informant_id"]]
    assert len(reporting) > 500
    for link in reporting:
        informant, person = written.persons[link["informant_id"]], written.persons[link["person_id"]]
        assert not informant["death_date"]
        assert link["informant_id"] in (person["mother_id"], person["father_id"], person["spouse_id"])


@ANY_LIST
def test_a_list_holds_people_whom_it_can_know(source: SourceList, written: WrittenWorld) -> None:
    sides = {0: "Velmaria", 1: "Dorvania"}
    people = [written.persons[link["person_id"]] for link in written.links if link["file"] == source.file]
    assert people
    assert all(person["soldier"] and person["fate"] != "unharmed" for person in people)
    if source.about >= 0:
        assert {person["side"] for person in people} == {sides[source.about]}
    else:
        assert {person["side"] for person in people} == set(sides.values())
    if source.record_kind == "prisoner" and not source.file.startswith("witnesses"):
        assert {person["fate"] for person in people} <= {"prisoner", "exchanged", "died in captivity"}
    if source.record_kind == "remains":
        assert all(person["death_date"] and "recovered" not in person["body"] for person in people)


@ANY_LIST
def test_a_list_is_imported_whole_by_its_mapping(source: SourceList, written: WrittenWorld) -> None:
    mapping = load_mapping(written.folder / "mappings" / source.file.replace(".csv", ".yaml"))
    with open_table(written.folder / source.file) as table:
        read = list(read_drafts(table, mapping))
    assert all(isinstance(row, ParsedRow) for row in read)
    drafts = [row.draft for row in read if isinstance(row, ParsedRow)]
    assert len(drafts) == len(written.lists[source.file])
    assert {draft.kind for draft in drafts} == {RecordKind(source.record_kind)}
    named = [draft for draft in drafts if draft.names]
    assert named if source.record_kind == "remains" else len(named) == len(drafts)
    assert {draft.source_record_id for draft in drafts} == {
        row[source.columns[0].header] for row in written.lists[source.file]
    }


def test_the_description_names_every_list(written: WrittenWorld) -> None:
    described = yaml.safe_load((written.folder / "sources.yaml").read_text(encoding="utf-8"))
    assert described["world"] == {"people": 20_000, "seed": 11, "sides": ["Velmaria", "Dorvania"]}
    assert [entry["file"] for entry in described["sources"]] == [source.file for source in LISTS]
    for entry in described["sources"]:
        assert (written.folder / entry["mapping"]).is_file()
        assert entry["publication"] in ("open", "private")
        assert entry["reliability"] in "ABCDEF"
    files = {str(path.relative_to(written.folder)) for path in written.folder.glob("*.csv")}
    assert files == {source.file for source in LISTS}


def test_lists_of_the_living_are_not_called_open(written: WrittenWorld) -> None:
    openly = {source.file.rsplit("_", 1)[0] for source in LISTS if source.publication == "open"}
    assert openly == {"named_dead", "obituaries", "returned"}


def test_texts_have_no_letters_that_a_spreadsheet_would_run(written: WrittenWorld) -> None:
    for name in (source.file for source in LISTS):
        for row in written.lists[name]:
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_lists_are_written_in_the_languages_of_their_keepers(written: WrittenWorld) -> None:
    def letters(path: Path) -> Counter[str]:
        return Counter(path.read_text(encoding="utf-8").casefold())

    russian, ukrainian = (
        letters(written.folder / "missing_velmaria.csv"),
        letters(written.folder / "missing_dorvania.csv"),
    )
    assert russian["ы"] > 500
    assert ukrainian["ї"] > 200
    assert ukrainian["ы"] + ukrainian["ё"] == 0
    assert russian["ї"] + russian["є"] == 0
    latin = letters(written.folder / "agency_prisoners.csv")
    assert sum(count for letter, count in latin.items() if "а" <= letter <= "я") < 20
