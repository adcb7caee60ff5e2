"""A list goes in: every row arrives or is rejected, twice changes nothing, newer replaces older."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bureau.people import A_FILE, OPEN_LIST, REGISTRAR, arrive, dead, rows

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import import_records, preview_import
from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind, RejectedRow
from antigone.bureau.registry.models import Batch, Name, NameWord, Record, Rejection, Source

pytestmark = pytest.mark.django_db


def test_every_row_becomes_a_record_with_its_names_and_its_original() -> None:
    draft = dead("17", "Гончар Остап Лукич", "Honchar Ostap", birth_date="1987-05-13", birthplace="с. Вербове")
    arrive(draft, dead("18", "Мельник Ярина Петрівна"))
    record = Record.objects.get(source_record_id="17")
    assert (record.kind, record.birth_date, record.birthplace) == ("dead", "1987-05-13", "с. Вербове")
    assert [name.value for name in record.names.order_by("id")] == ["Гончар Остап Лукич", "Honchar Ostap"]
    assert [name.script for name in record.names.order_by("id")] == ["cyrillic", "latin"]
    assert {(name.birth_from, name.birth_to) for name in record.names.all()} == {(1987, 1987)}
    assert Record.objects.count() == 2


def test_the_same_list_twice_changes_nothing() -> None:
    list_of_two = (dead("17", "Гончар Остап Лукич"), dead("18", "Мельник Ярина Петрівна"))
    arrive(*list_of_two)
    before = list(Record.objects.order_by("id").values())
    again = arrive(*list_of_two)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 2)
    assert list(Record.objects.order_by("id").values()) == before
    assert Name.objects.count() == 2


def test_what_the_same_source_says_now_replaces_what_it_said_before() -> None:
    arrive(dead("17", "Гончар Остап Лукич"))
    summary = arrive(dead("17", "Гончаренко Остап Лукич", birth_date="1987"))
    assert (summary.added, summary.replaced) == (0, 1)
    assert [name.value for name in Name.objects.all()] == ["Гончаренко Остап Лукич"]


def test_an_older_list_never_overwrites_a_newer_one() -> None:
    arrive(dead("17", "Гончар Остап Лукич", source_date="2024-09-21"))
    summary = arrive(dead("17", "Гончар Остап", source_date="2024-04-13"))
    assert (summary.replaced, summary.stale) == (0, 1)
    assert Name.objects.get().value == "Гончар Остап Лукич"


def test_two_sources_may_speak_of_one_person_without_touching_each_other() -> None:
    arrive(dead("17", "Гончар Остап Лукич"))
    arrive(dead("17", "Гончар Остап"), source=OPEN_LIST.__class__("Another list"))
    assert Record.objects.filter(source_record_id="17").count() == 2


def test_the_same_identifier_twice_in_one_file_is_one_record_and_a_true_rejection() -> None:
    summary = arrive(dead("17", "Гончар Остап Лукич"), dead("17", "Мельник Ярина Петрівна"))
    assert summary.added == 1
    assert summary.rejections[0].line == 3
    assert "line 2 already gave the record «17»" in summary.rejections[0].reason


def test_rejections_are_kept_with_line_column_and_reason() -> None:
    refused = RejectedRow(4, "дата рождения", "31.02.1999", "31.02.1999 is not a date")
    import_records(OPEN_LIST, [*rows([dead("17", "Гончар Остап")]), refused], file=A_FILE, actor=REGISTRAR)
    kept = Rejection.objects.get()
    assert (kept.line, kept.column, kept.value, kept.reason) == (4, "дата рождения", "31.02.1999", refused.reason)
    assert Batch.objects.get().rejected == 1


def test_a_preview_says_what_would_happen_and_keeps_nothing() -> None:
    summary = preview_import(OPEN_LIST, rows([dead("17", "Гончар Остап")]), file=A_FILE, actor=REGISTRAR)
    assert (summary.added, summary.batch_id) == (1, None)
    assert not Record.objects.exists()
    assert not Source.objects.exists()
    assert not Batch.objects.exists()
    assert not NameWord.objects.exists()
    assert not Event.objects.exists()


def test_a_failure_on_the_last_row_keeps_nothing() -> None:
    def torn() -> object:
        yield from rows([dead("17", "Гончар Остап")])
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        import_records(OPEN_LIST, torn(), file=A_FILE, actor=REGISTRAR)  # type: ignore[arg-type]
    assert not Record.objects.exists()
    assert not Event.objects.exists()


def test_an_import_is_one_event_that_names_no_person() -> None:
    summary = arrive(dead("17", "Гончар Остап"))
    event = Event.objects.get()
    assert event.verb == "registry.import_records"
    assert event.subject_id == str(summary.batch_id)
    assert event.detail is not None
    assert event.detail["added"] == 1
    assert "Гончар" not in str(event.detail)


def test_a_year_of_birth_is_worked_out_from_an_age() -> None:
    draft = RecordDraft(
        RecordKind.DEAD,
        (NameDraft("Гончар Остап"),),
        source_record_id="17",
        age_low=30,
        age_high=32,
        occurred_date="2022-03-08",
    )
    arrive(draft)
    name = Name.objects.get()
    assert (name.birth_from, name.birth_to) == (1989, 1992)


def test_names_that_no_index_could_hold_are_rejected_with_the_reason() -> None:
    summary = arrive(dead("17", "слово " * 200), dead("x" * 400, "Гончар Остап"))
    assert summary.added == 0
    assert "is this a text?" in summary.rejections[0].reason
    assert "identifier has 400 characters" in summary.rejections[1].reason


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=40), st.text(max_size=20)), min_size=1, max_size=8
    )
)
def test_any_text_arrives_or_is_rejected_and_the_counts_add_up(people: list[tuple[str, str, str]]) -> None:
    drafts = [dead(identifier, name, birthplace=place) for identifier, name, place in people]
    summary = import_records(OPEN_LIST, rows(drafts), file=A_FILE, actor=REGISTRAR)
    assert summary.rows == len(drafts)


def test_the_database_refuses_two_records_of_one_source_with_one_identifier() -> None:
    arrive(dead("17", "Гончар Остап"))
    with connection.cursor() as cursor, pytest.raises(Exception, match="record_once_per_source"):
        cursor.execute(
            "INSERT INTO registry_record SELECT (r).* FROM (SELECT jsonb_populate_record(r, jsonb_build_object("
            "'id', r.id + 1, 'public_id', gen_random_uuid())) AS r FROM registry_record r) AS copy"
        )


def test_rows_arrive_in_the_order_of_the_file() -> None:
    import_records(
        OPEN_LIST,
        [ParsedRow(9, dead("b", "Другий Другий")), ParsedRow(2, dead("a", "Перший Перший"))],
        file=A_FILE,
        actor=REGISTRAR,
    )
    assert list(Record.objects.order_by("id").values_list("source_record_id", flat=True)) == ["a", "b"]
