"""Whatever changes in a record makes it due, in the same transaction; nothing else does."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.bureau.matching.lists import compare, due, families_say, found, lists_say, missing, record
from tests.bureau.people import A_FILE, OPEN_LIST, REGISTRAR, arrive, rows

from antigone.bureau.registry.actions import (
    delete_record,
    keep_source,
    preview_import,
    release_record,
    undo_batch,
    withhold_record,
)
from antigone.bureau.registry.models import Name
from antigone.bureau.registry.values import SourceDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared() -> None:
    lists_say(found("17", "Гончар Остап Лукич"), found("18", "Мельник Ярина"))
    compare()
    assert due() == set()


def test_an_imported_record_is_due() -> None:
    lists_say(found("17", "Гончар Остап Лукич"), found("18"))
    assert due() == {"17", "18"}


@pytest.mark.usefixtures("compared")
def test_the_same_list_again_makes_nobody_due() -> None:
    lists_say(found("17", "Гончар Остап Лукич"), found("18", "Мельник Ярина"))
    assert due() == set()


@pytest.mark.usefixtures("compared")
def test_a_replaced_record_is_due() -> None:
    lists_say(found("17", "Гончар Остап Лукич", birth_date="1987"), found("18", "Мельник Ярина"))
    assert due() == {"17"}


@pytest.mark.usefixtures("compared")
def test_a_name_written_in_sql_makes_its_record_due() -> None:
    Name.objects.filter(record=record("18")).update(value="Мельниченко Ярина")
    assert due() == {"18"}


@pytest.mark.usefixtures("compared")
def test_withholding_and_releasing_make_a_record_due() -> None:
    public_id = str(record("17").public_id)
    withhold_record(public_id, reason="contested", actor=REGISTRAR)
    assert due() == {"17"}
    compare()
    release_record(public_id, reason="settled", actor=REGISTRAR)
    assert due() == {"17"}


@pytest.mark.usefixtures("compared")
def test_a_deleted_record_is_still_taken_out_of_its_blocks() -> None:
    number = record("17").pk
    delete_record(str(record("17").public_id), reason="asked", actor=REGISTRAR)
    assert due() == {str(number)}
    compare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matching_key WHERE record_id = %s", [number])
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("compared")
def test_undoing_a_batch_makes_due_what_goes_back() -> None:
    second = arrive(found("17", "Гончаренко Остап"), source=OPEN_LIST)
    compare()
    assert second.batch_id is not None
    undo_batch(second.batch_id, actor=REGISTRAR)
    assert due() == {"17"}


@pytest.mark.usefixtures("compared")
def test_a_source_of_another_kind_makes_all_its_records_due() -> None:
    families_say(missing("1", "Кравець Юхим"))
    compare()
    keep_source(SourceDraft(OPEN_LIST.name, kind="press"), actor=REGISTRAR)
    assert due() == {"17", "18"}


@pytest.mark.usefixtures("compared")
def test_an_import_that_is_only_tried_makes_nobody_due() -> None:
    preview_import(OPEN_LIST, rows([found("19", "Кравець Юхим")]), file=A_FILE, actor=REGISTRAR)
    assert due() == set()
