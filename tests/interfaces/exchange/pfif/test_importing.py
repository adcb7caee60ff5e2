"""PFIF and FollowTheMoney through the registry's import: batches, previews, undo, newer and older, tombstones."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bureau.people import REGISTRAR
from tests.interfaces.exchange.pfif.documents import HOME, written

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, undo_batch
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.registry.models import Record, Tombstone
from antigone.bureau.registry.values import SourceDraft
from antigone.interfaces.exchange import MappingInvalid, MappingNeeded
from antigone.interfaces.exchange.incoming import Arrival, IncomingFile
from antigone.interfaces.exchange.incoming_formats import import_any, preview_any
from antigone.interfaces.exchange.pfif import Note, Person

pytestmark = pytest.mark.django_db
REPOSITORY = SourceDraft("Repository")


def person(identifier: str = "1", day: str = "01", **fields: str) -> Person:
    base = {
        "person_record_id": f"{HOME}/{identifier}",
        "full_name": "Гончар Остап",
        "source_date": f"2022-05-{day}T10:00:00Z",
    }
    return Person({**base, **fields})


@pytest.fixture
def arrive(tmp_path: Path):  # type: ignore[no-untyped-def]
    def arrive(*records: Person | Note, **how: object) -> Arrival:
        path = tmp_path / "list.xml"
        path.write_bytes(written(records))
        incoming = IncomingFile(path, **how)  # type: ignore[arg-type]
        return import_any(incoming, REPOSITORY, actor=REGISTRAR, own_domains=frozenset({"bureau.example"}))

    return arrive


def counts(arrival: Arrival) -> tuple[int, int, int, int, int]:
    summary = arrival.summary
    return summary.added, summary.replaced, summary.unchanged, summary.stale, len(summary.rejections)


def test_the_same_file_twice_changes_nothing_and_an_older_one_neither(arrive) -> None:  # type: ignore[no-untyped-def]
    assert counts(arrive(person(), person("2"))) == (2, 0, 0, 0, 0)
    assert counts(arrive(person(entry_date="2026-01-01T00:00:00Z"), person("2"))) == (0, 0, 2, 0, 0)
    assert counts(arrive(person(day="03", full_name="Гончаренко Остап"))) == (0, 1, 0, 0, 0)
    assert counts(arrive(person(day="02", full_name="Гончарук Остап"))) == (0, 0, 0, 1, 0)
    assert Record.objects.get(source_record_id=f"{HOME}/1").names.get().value == "Гончаренко Остап"


def test_a_batch_is_previewed_and_undone(arrive, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "seen.xml"
    path.write_bytes(written([person()]))
    assert counts(preview_any(IncomingFile(path), REPOSITORY, actor=REGISTRAR)) == (1, 0, 0, 0, 0)
    assert not Record.objects.exists()
    arrive(person(full_name="Гончар О."))
    arrival = arrive(person(day="03"))
    assert arrival.summary.batch_id is not None
    undo_batch(arrival.summary.batch_id, actor=REGISTRAR)
    assert Record.objects.get().names.get().value == "Гончар О."


def test_hearsay_of_a_death_is_kept_as_hearsay(arrive) -> None:  # type: ignore[no-untyped-def]
    note = {"note_record_id": f"{HOME}/n", "status": "believed_dead", "source_date": "2022-06-01T00:00:00Z"}
    one = person()
    arrive(Person(one.fields, (Note(note),)))
    record = Record.objects.get()
    assert (record.kind, record.status, record.occurred_date) == ("missing", "believed_dead", "")
    with pytest.raises(MappingInvalid, match="statuses are hearsay"):
        arrive(one, kind=RecordKind.DEAD)


def test_notes_in_a_file_of_their_own_reach_their_person(arrive) -> None:  # type: ignore[no-untyped-def]
    arrive(person())
    note = {"note_record_id": f"{HOME}/n", "person_record_id": f"{HOME}/1", "text": "Бачила.",
            "source_date": "2022-06-01T00:00:00Z"}  # fmt: skip
    assert counts(arrive(Note(note))) == (0, 1, 0, 0, 0)
    assert Record.objects.get().circumstances == "2022-06-01: Бачила."
    # The older whole record, sent once more, does not take the note away.
    assert counts(arrive(person())) == (0, 0, 0, 1, 0)


def test_what_expired_at_home_goes_here_too_and_stays_away(arrive) -> None:  # type: ignore[no-untyped-def]
    arrive(person(), person("2"))
    gone = person(full_name="", expiry_date="2022-06-01T00:00:00Z", day="09")
    arrival = arrive(gone)
    assert arrival.notes == ("expired at their home repository and therefore deleted here too, for good: 1",)
    assert [record.source_record_id for record in Record.objects.all()] == [f"{HOME}/2"]
    assert Tombstone.objects.get().reason == "expired at its home repository"
    assert counts(arrive(person(day="20"))) == (0, 0, 0, 0, 1)
    assert Event.objects.filter(verb="registry.delete_record").count() == 1


def test_a_deleted_persons_notes_do_not_bring_it_back(arrive) -> None:  # type: ignore[no-untyped-def]
    arrive(person())
    delete_record(str(Record.objects.get().public_id), reason="asked", actor=REGISTRAR)
    note = Note({"note_record_id": f"{HOME}/n", "person_record_id": f"{HOME}/1", "text": "Бачила."})
    assert counts(arrive(note)) == (0, 0, 0, 0, 1)


def test_entities_arrive_as_the_kind_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "people.ftm.json"
    path.write_text(
        '{"id":"a-1","schema":"Person","properties":{"name":["Гончар Остап"],"alias":["Honchar Ostap"],'
        '"weakAlias":["Мазай"],"birthDate":["1987-05-13"],"nationality":["ua"],"gender":["male"]}}\n'
        '{"id":"a-2","schema":"Company","properties":{"name":["Завод"]}}\n',
        encoding="utf-8",
    )
    with pytest.raises(MappingNeeded, match="add --kind"):
        import_any(IncomingFile(path), REPOSITORY, actor=REGISTRAR)
    arrival = import_any(IncomingFile(path, kind=RecordKind.MISSING), REPOSITORY, actor=REGISTRAR)
    assert counts(arrival) == (1, 0, 0, 0, 1)
    record = Record.objects.get()
    assert (record.sex, record.birth_date, record.nationality, record.call_sign) == (
        "male",
        "1987-05-13",
        "UA",
        "Мазай",
    )
    assert {name.value: name.kind for name in record.names.all()} == {
        "Гончар Остап": "primary",
        "Honchar Ostap": "alias",
    }
